package org.maibot.isolation.jdbc;

import static org.maibot.isolation.jdbc.CanonicalSchema.AGENTS;
import static org.maibot.isolation.jdbc.CanonicalSchema.CHAT_STREAMS;
import static org.maibot.isolation.jdbc.CanonicalSchema.LAST_ACTIVE_AT;
import static org.maibot.isolation.jdbc.CanonicalSchema.LLM_USAGE;
import static org.maibot.isolation.jdbc.CanonicalSchema.MEMORY_CHEST;
import static org.maibot.isolation.jdbc.CanonicalSchema.MESSAGES;

import java.util.Optional;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.query.AgentQueries;
import org.maibot.isolation.query.ChatStreamQueries;
import org.maibot.isolation.query.IsolatedQueryManager;
import org.maibot.isolation.query.MemoryQueries;
import org.maibot.isolation.query.MessageQueries;
import org.maibot.isolation.query.TenantOverview;
import org.maibot.isolation.query.UsageQueries;

/** The query managers on the canonical schema. */
record JdbcQueryManager(Session session) implements IsolatedQueryManager {
    private static final Field<Long> AGENT_COUNT = count(AGENTS, "agent_count");
    private static final Field<Long> STREAM_COUNT = count(CHAT_STREAMS, "stream_count");
    private static final Field<Long> MESSAGE_COUNT = count(MESSAGES, "message_count");
    private static final Field<Long> MEMORY_COUNT = count(MEMORY_CHEST, "memory_count");
    private static final Field<Long> LAST_ACTIVITY =
            DSL.field(DSL.select(DSL.max(LAST_ACTIVE_AT)).from(CHAT_STREAMS)).as("last_activity");

    @Override
    public IsolationContext context() {
        return session.context();
    }

    @Override
    public MessageQueries messages() {
        return new JdbcMessages(session);
    }

    @Override
    public ChatStreamQueries chatStreams() {
        return new JdbcChatStreams(session);
    }

    @Override
    public MemoryQueries memories() {
        return new JdbcMemories(session);
    }

    @Override
    public UsageQueries usage() {
        return new JdbcUsage(session);
    }

    @Override
    public AgentQueries agents() {
        return new JdbcAgents(session);
    }

    /** One statement, and so one state of the database, without a transaction that waits for a writer to end. */
    @Override
    public TenantOverview tenantOverview() {
        return session.dsl()
                .select(AGENT_COUNT, STREAM_COUNT, MESSAGE_COUNT, MEMORY_COUNT, LAST_ACTIVITY)
                .select(JdbcUsage.TOTAL)
                .from(LLM_USAGE)
                .fetchSingle(this::overview);
    }

    private TenantOverview overview(Record row) {
        return new TenantOverview(
                context(),
                row.get(AGENT_COUNT),
                row.get(STREAM_COUNT),
                row.get(MESSAGE_COUNT),
                row.get(MEMORY_COUNT),
                JdbcUsage.usageTotal(row),
                Optional.ofNullable(row.get(LAST_ACTIVITY)).map(Micros::toInstant));
    }

    private static Field<Long> count(Table<?> table, String name) {
        return DSL.field(DSL.select(DSL.count().cast(SQLDataType.BIGINT)).from(table))
                .as(name);
    }
}
