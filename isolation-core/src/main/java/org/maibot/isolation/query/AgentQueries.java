package org.maibot.isolation.query;

import java.util.List;
import java.util.Optional;

/** The agents of a scope: all of a tenant, or the one that the context names. Lists are ordered by id. */
public interface AgentQueries {

    /** The agent of this context, registered if need be. */
    Agent getOrCreate();

    /**
     * The agent of this context, registered if need be, under a name.
     *
     * @param name what people call it, 1 to 255 characters; replaces the name it has
     */
    Agent getOrCreate(String name);

    /** The agent of this context. */
    Optional<Agent> find();

    /** The first agents. */
    List<Agent> list(int limit);

    /** The agents that follow one in the list. */
    List<Agent> listAfter(Agent previous, int limit);

    /** How many agents there are. */
    long count();
}
