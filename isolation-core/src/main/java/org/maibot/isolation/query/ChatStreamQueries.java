package org.maibot.isolation.query;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The chat streams of a scope. Lists are ordered by agent, platform and id unless a method says otherwise. */
public interface ChatStreamQueries {

    /** The chat stream of this context, created if need be. */
    ChatStream getOrCreate();

    /**
     * The chat stream of this context, created if need be, under a name.
     *
     * @param name what people call it, 1 to 255 characters; replaces the name it has
     */
    ChatStream getOrCreate(String name);

    /** The chat stream of this context. */
    Optional<ChatStream> find();

    /** The first chat streams. */
    List<ChatStream> list(int limit);

    /** The chat streams that follow one in the list. */
    List<ChatStream> listAfter(ChatStream previous, int limit);

    /** The chat streams that were active at a time or later, most recently active first. */
    List<ChatStream> active(Instant since, int limit);

    /** The chat streams in which a user wrote. */
    List<ChatStream> byUser(String userId, int limit);

    /** How many chat streams there are. */
    long count();
}
