package org.maibot.isolation.jdbc;

import static org.maibot.isolation.jdbc.CanonicalSchema.AGENT_ID;
import static org.maibot.isolation.jdbc.CanonicalSchema.CHAT_STREAM_ID;
import static org.maibot.isolation.jdbc.CanonicalSchema.CONTENT;
import static org.maibot.isolation.jdbc.CanonicalSchema.CREATED_AT;
import static org.maibot.isolation.jdbc.CanonicalSchema.MEMORY_CHEST;
import static org.maibot.isolation.jdbc.CanonicalSchema.MEMORY_ID;
import static org.maibot.isolation.jdbc.CanonicalSchema.MEMORY_LEVEL;
import static org.maibot.isolation.jdbc.CanonicalSchema.PLATFORM;
import static org.maibot.isolation.jdbc.CanonicalSchema.PROMOTION_REASON;
import static org.maibot.isolation.jdbc.CanonicalSchema.TITLE;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.IsolationEvent;
import org.maibot.isolation.query.Memory;
import org.maibot.isolation.query.MemoryLevel;
import org.maibot.isolation.query.MemoryQueries;

/** Memories in the canonical schema. */
record JdbcMemories(Session session) implements MemoryQueries {
    private static final int MAX_TITLE = 255;
    private static final int MAX_CONTENT = 1_000_000;
    private static final int MAX_REASON = 1_000;

    @Override
    public Memory store(String title, String content) {
        session.require(Dimension.AGENT, "Storing a memory");
        Session.text(title, "title", 0, MAX_TITLE);
        Session.text(content, "content", 0, MAX_CONTENT);
        String memoryId = UUID.randomUUID().toString();
        return session.dsl().transactionResult(transaction -> {
            Session inside = session.in(transaction.dsl());
            new AgentWriter(inside).create();
            inside.dsl()
                    .insertInto(MEMORY_CHEST, MEMORY_ID, MEMORY_LEVEL, TITLE, CONTENT, CREATED_AT)
                    .values(memoryId, name(levelOf(session.context())), title, content, session.nowMicros())
                    .execute();
            return new JdbcMemories(inside).find(memoryId).orElseThrow();
        });
    }

    @Override
    public Optional<Memory> find(String memoryId) {
        session.require(Dimension.AGENT, "Finding a memory by its id");
        return list(MEMORY_ID.eq(Session.text(memoryId, "memoryId")), 1).stream()
                .findFirst();
    }

    @Override
    public List<Memory> list(int limit) {
        return list(DSL.noCondition(), limit);
    }

    @Override
    public List<Memory> list(MemoryLevel level, int limit) {
        return list(MEMORY_LEVEL.eq(name(level)), limit);
    }

    @Override
    public List<Memory> search(String text, int limit) {
        Session.text(text, "text");
        return list(SearchText.in(TITLE, text).or(SearchText.in(CONTENT, text)), limit);
    }

    private List<Memory> list(Condition condition, int limit) {
        return Collections.unmodifiableList(session.dsl()
                .select(
                        AGENT_ID,
                        PLATFORM,
                        CHAT_STREAM_ID,
                        MEMORY_LEVEL,
                        MEMORY_ID,
                        TITLE,
                        CONTENT,
                        CREATED_AT,
                        PROMOTION_REASON)
                .from(MEMORY_CHEST)
                .where(condition)
                .orderBy(CREATED_AT.desc(), AGENT_ID, MEMORY_ID)
                .limit(Session.limit(limit))
                .fetch(this::memory));
    }

    @Override
    public Optional<Memory> promote(String memoryId, MemoryLevel level, String reason) {
        if (Session.text(reason, "reason", 1, MAX_REASON).isBlank()) {
            throw new IllegalArgumentException("The reason is blank; say why the memory may be seen more widely");
        }
        session.require(Dimension.AGENT, "Promoting a memory");
        Condition which = MEMORY_ID.eq(Session.text(memoryId, "memoryId"));
        requireMayWrite(level);
        Optional<Memory> promoted = session.dsl()
                .transactionResult(
                        transaction -> new JdbcMemories(session.in(transaction.dsl())).promote(which, level, reason));
        promoted.ifPresent(memory ->
                session.observer().publish(new IsolationEvent.MemoryPromoted(session.context(), memoryId, reason)));
        return promoted;
    }

    private Optional<Memory> promote(Condition which, MemoryLevel level, String reason) {
        Optional<Memory> memory = list(which, 1).stream().findFirst();
        if (memory.isEmpty()) {
            return memory;
        }
        if (memory.get().level().compareTo(level) <= 0) {
            throw new IllegalArgumentException(
                    "The memory is of level " + memory.get().level() + " and can only be promoted to a wider one");
        }
        var update = session.dsl()
                .update(MEMORY_CHEST)
                .set(MEMORY_LEVEL, name(level))
                .set(PROMOTION_REASON, reason)
                .setNull(CHAT_STREAM_ID);
        (level == MemoryLevel.AGENT ? update.setNull(PLATFORM) : update)
                .where(which)
                .execute();
        return list(which, 1).stream().findFirst();
    }

    /** A level is written only from a context that is of it or wider: a narrower one fixes what must be NULL. */
    private void requireMayWrite(MemoryLevel level) {
        if (session.context().level().compareTo(level.dimension()) > 0) {
            throw session.refuse(Refusal.tooNarrow("Promoting a memory to the level " + level));
        }
    }

    @Override
    public boolean forget(String memoryId) {
        session.require(Dimension.AGENT, "Removing a memory");
        return session.dsl()
                        .deleteFrom(MEMORY_CHEST)
                        .where(MEMORY_ID.eq(Session.text(memoryId, "memoryId")))
                        .execute()
                > 0;
    }

    @Override
    public long count() {
        return session.dsl().fetchCount(MEMORY_CHEST);
    }

    private Memory memory(Record row) {
        MemoryLevel level = MemoryLevel.valueOf(row.get(MEMORY_LEVEL).toUpperCase(Locale.ROOT));
        return new Memory(
                owner(row, level),
                level,
                row.get(MEMORY_ID),
                row.get(TITLE),
                row.get(CONTENT),
                Micros.toInstant(row.get(CREATED_AT)),
                Optional.ofNullable(row.get(PROMOTION_REASON)));
    }

    private IsolationContext owner(Record row, MemoryLevel level) {
        String tenant = session.context().tenantId();
        return switch (level) {
            case AGENT -> IsolationContext.of(tenant, row.get(AGENT_ID));
            case PLATFORM -> IsolationContext.of(tenant, row.get(AGENT_ID), row.get(PLATFORM));
            case CHAT -> IsolationContext.of(tenant, row.get(AGENT_ID), row.get(PLATFORM), row.get(CHAT_STREAM_ID));
        };
    }

    private static MemoryLevel levelOf(IsolationContext context) {
        return switch (context.level()) {
            case TENANT -> throw new IllegalArgumentException("a tenant owns no memories");
            case AGENT -> MemoryLevel.AGENT;
            case PLATFORM -> MemoryLevel.PLATFORM;
            case CHAT_STREAM -> MemoryLevel.CHAT;
        };
    }

    private static String name(MemoryLevel level) {
        return level.name().toLowerCase(Locale.ROOT);
    }
}
