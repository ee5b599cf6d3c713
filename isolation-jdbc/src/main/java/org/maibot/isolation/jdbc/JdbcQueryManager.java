package org.maibot.isolation.jdbc;

import static org.maibot.isolation.jdbc.CanonicalSchema.CHAT_STREAMS;
import static org.maibot.isolation.jdbc.CanonicalSchema.LAST_ACTIVE_AT;

import java.time.Instant;
import java.util.Optional;
import org.jooq.impl.DSL;
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

    @Override
    public TenantOverview tenantOverview() {
        return session.dsl().transactionResult(transaction -> {
            JdbcQueryManager queries = new JdbcQueryManager(session.in(transaction.dsl()));
            return queries.overview();
        });
    }

    private TenantOverview overview() {
        return new TenantOverview(
                context(),
                agents().count(),
                chatStreams().count(),
                messages().count(),
                memories().count(),
                new JdbcUsage(session).total(),
                lastActiveAt());
    }

    private Optional<Instant> lastActiveAt() {
        return session.dsl()
                .select(DSL.max(LAST_ACTIVE_AT))
                .from(CHAT_STREAMS)
                .fetchOptional(0, Long.class)
                .map(Micros::toInstant);
    }
}
