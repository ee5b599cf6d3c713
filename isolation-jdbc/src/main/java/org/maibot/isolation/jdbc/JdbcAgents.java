package org.maibot.isolation.jdbc;

import static org.maibot.isolation.jdbc.CanonicalSchema.AGENTS;
import static org.maibot.isolation.jdbc.CanonicalSchema.AGENT_ID;
import static org.maibot.isolation.jdbc.CanonicalSchema.CREATED_AT;
import static org.maibot.isolation.jdbc.CanonicalSchema.NAME;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.query.Agent;
import org.maibot.isolation.query.AgentQueries;

/** Agents in the canonical schema. */
record JdbcAgents(Session session) implements AgentQueries {
    private static final int MAX_NAME = 255;

    @Override
    public Agent getOrCreate() {
        session.require(Dimension.AGENT, "Registering an agent");
        new AgentWriter(session).create();
        return find().orElseThrow();
    }

    @Override
    public Agent getOrCreate(String name) {
        session.require(Dimension.AGENT, "Registering an agent");
        Session.text(name, "name", 1, MAX_NAME);
        return session.dsl().transactionResult(transaction -> {
            Session inside = session.in(transaction.dsl());
            new AgentWriter(inside).create();
            inside.dsl().update(AGENTS).set(NAME, name).execute();
            return new JdbcAgents(inside).find().orElseThrow();
        });
    }

    @Override
    public Optional<Agent> find() {
        session.require(Dimension.AGENT, "Finding an agent");
        return list(DSL.noCondition(), 1).stream().findFirst();
    }

    @Override
    public List<Agent> list(int limit) {
        return list(DSL.noCondition(), Session.limit(limit));
    }

    @Override
    public List<Agent> listAfter(Agent previous, int limit) {
        if (!session.context().contains(previous.context())
                && !previous.context().contains(session.context())) {
            throw session.refuse(Refusal.foreignPlace());
        }
        return list(AGENT_ID.gt(previous.context().agentId().orElseThrow()), Session.limit(limit));
    }

    @Override
    public long count() {
        return session.dsl().fetchCount(AGENTS);
    }

    private List<Agent> list(Condition condition, int limit) {
        return Collections.unmodifiableList(session.dsl()
                .select(AGENT_ID, NAME, CREATED_AT)
                .from(AGENTS)
                .where(condition)
                .orderBy(AGENT_ID)
                .limit(limit)
                .fetch(this::agent));
    }

    private Agent agent(Record row) {
        return new Agent(
                IsolationContext.of(session.context().tenantId(), row.get(AGENT_ID)),
                Optional.ofNullable(row.get(NAME)),
                Micros.toInstant(row.get(CREATED_AT)));
    }
}
