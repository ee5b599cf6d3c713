package org.maibot.isolation.jdbc;

import static org.maibot.isolation.jdbc.CanonicalSchema.COMPLETION_TOKENS;
import static org.maibot.isolation.jdbc.CanonicalSchema.LLM_USAGE;
import static org.maibot.isolation.jdbc.CanonicalSchema.MODEL;
import static org.maibot.isolation.jdbc.CanonicalSchema.PLATFORM;
import static org.maibot.isolation.jdbc.CanonicalSchema.PROMPT_TOKENS;
import static org.maibot.isolation.jdbc.CanonicalSchema.TIME;
import static org.maibot.isolation.jdbc.CanonicalSchema.USAGE_ID;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.Select;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.query.Usage;
import org.maibot.isolation.query.UsageQueries;
import org.maibot.isolation.query.UsageTotal;

/** Use of language models in the canonical schema. */
record JdbcUsage(Session session) implements UsageQueries {
    private static final long MICROS_PER_DAY = Duration.ofDays(1).toNanos() / 1_000;
    private static final Field<Long> REQUESTS =
            DSL.count().cast(SQLDataType.BIGINT).as("requests");
    private static final Field<Long> PROMPT = sum(PROMPT_TOKENS).as("prompt");
    private static final Field<Long> COMPLETION = sum(COMPLETION_TOKENS).as("completion");

    /** The columns that {@link #usageTotal(Record)} reads. */
    static final List<Field<Long>> TOTAL = List.of(REQUESTS, PROMPT, COMPLETION);

    /** Whole days since 1970-01-01 in UTC, rounded down also for times before; without overflow at the ends of time. */
    private Field<Long> day() {
        Field<Long> length = DSL.inline(MICROS_PER_DAY); // bind values would make other expressions of equal ones
        SQLDialect family = session.dsl().family();
        boolean dividesIntoFractions = family == SQLDialect.MYSQL || family == SQLDialect.MARIADB;
        Field<Long> quotient =
                dividesIntoFractions ? DSL.field("({0} div {1})", SQLDataType.BIGINT, TIME, length) : TIME.div(length);
        return quotient.minus(
                DSL.when(TIME.mod(length).lt(DSL.inline(0L)), DSL.inline(1L)).otherwise(DSL.inline(0L)));
    }

    private static Field<Long> sum(Field<Long> tokens) {
        return DSL.coalesce(DSL.sum(tokens), DSL.inline(0)).cast(SQLDataType.BIGINT);
    }

    @Override
    public void record(Usage usage) {
        session.require(Dimension.AGENT, "Recording usage");
        session.dsl().transaction(transaction -> {
            Session inside = session.in(transaction.dsl());
            new AgentWriter(inside).create();
            inside.dsl()
                    .insertInto(LLM_USAGE, USAGE_ID, MODEL, TIME, PROMPT_TOKENS, COMPLETION_TOKENS)
                    .values(
                            UUID.randomUUID().toString(),
                            usage.model(),
                            Micros.of(usage.time()),
                            usage.promptTokens(),
                            usage.completionTokens())
                    .execute();
        });
    }

    @Override
    public UsageTotal total(Instant from, Instant to) {
        return session.dsl()
                .select(TOTAL)
                .from(LLM_USAGE)
                .where(between(from, to))
                .fetchSingle(JdbcUsage::usageTotal);
    }

    @Override
    public Map<LocalDate, UsageTotal> perDay(Instant from, Instant to) {
        return totals(day(), between(from, to), LocalDate::ofEpochDay);
    }

    @Override
    public Map<String, UsageTotal> perModel(Instant from, Instant to) {
        return totals(MODEL, between(from, to), Function.identity());
    }

    @Override
    public Map<String, UsageTotal> perPlatform(Instant from, Instant to) {
        return totals(PLATFORM, between(from, to).and(PLATFORM.isNotNull()), Function.identity());
    }

    private static Condition between(Instant from, Instant to) {
        return TIME.ge(Micros.of(from)).and(TIME.lt(Micros.of(to)));
    }

    private <T, K> Map<K, UsageTotal> totals(Field<T> by, Condition condition, Function<T, K> toKey) {
        Select<? extends Record> query = session.dsl()
                .select(by.as("bucket"))
                .select(TOTAL)
                .from(LLM_USAGE)
                .where(condition)
                .groupBy(by)
                .orderBy(by);
        Map<K, UsageTotal> totals = new LinkedHashMap<>();
        query.fetch().forEach(row -> totals.put(toKey.apply(row.get(0, by.getType())), usageTotal(row)));
        return Collections.unmodifiableMap(totals);
    }

    static UsageTotal usageTotal(Record row) {
        return new UsageTotal(row.get(REQUESTS), row.get(PROMPT), row.get(COMPLETION));
    }
}
