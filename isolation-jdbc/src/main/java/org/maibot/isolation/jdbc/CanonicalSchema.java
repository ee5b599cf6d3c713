package org.maibot.isolation.jdbc;

import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.IsolationContext;

/** The tables that the SDK ships for bots that have none, and their versions. */
final class CanonicalSchema {
    static final Table<Record> TENANTS = DSL.table(DSL.name("tenants"));
    static final Table<Record> AGENTS = DSL.table(DSL.name("agents"));
    static final Table<Record> CHAT_STREAMS = DSL.table(DSL.name("chat_streams"));
    static final Table<Record> MESSAGES = DSL.table(DSL.name("messages"));
    static final Table<Record> MEMORY_CHEST = DSL.table(DSL.name("memory_chest"));
    static final Table<Record> LLM_USAGE = DSL.table(DSL.name("llm_usage"));

    static final Field<String> TENANT_ID = text(Dimension.TENANT.columnName());
    static final Field<String> AGENT_ID = text(Dimension.AGENT.columnName());
    static final Field<String> PLATFORM = text(Dimension.PLATFORM.columnName());
    static final Field<String> CHAT_STREAM_ID = text(Dimension.CHAT_STREAM.columnName());
    static final Field<String> NAME = text("name");
    static final Field<Long> CREATED_AT = number("created_at");
    static final Field<Long> LAST_ACTIVE_AT = number("last_active_at");
    static final Field<Long> NEXT_SEQUENCE = number("next_sequence");
    static final Field<String> MESSAGE_ID = text("message_id");
    static final Field<Long> SEQUENCE = number("sequence");
    static final Field<String> USER_ID = text("user_id");
    static final Field<String> ROLE = text("role");
    static final Field<Long> TIME = number("time");
    static final Field<String> TEXT = text("text");
    static final Field<String> MEMORY_ID = text("memory_id");
    static final Field<String> MEMORY_LEVEL = text("memory_level");
    static final Field<String> TITLE = text("title");
    static final Field<String> CONTENT = text("content");
    static final Field<String> PROMOTION_REASON = text("promotion_reason");
    static final Field<String> USAGE_ID = text("usage_id");
    static final Field<String> MODEL = text("model");
    static final Field<Long> PROMPT_TOKENS = number("prompt_tokens");
    static final Field<Long> COMPLETION_TOKENS = number("completion_tokens");

    static final Table<Record> INBOX = DSL.table(DSL.name("heartflow_inbox"));
    static final Table<Record> OUTCOMES = DSL.table(DSL.name("heartflow_outcomes"));
    static final Table<Record> NODES = DSL.table(DSL.name("heartflow_nodes"));

    static final Field<Long> LEASE_NODE = number("lease_node");
    static final Field<Long> POSITION = number("position");
    static final Field<String> PAYLOAD = text("payload");
    static final Field<Long> ACCEPTED_BY = number("accepted_by");
    static final Field<Long> ACCEPTED_AT = number("accepted_at");
    static final Field<Long> HELD_BY = number("held_by");
    static final Field<String> OUTCOME = text("outcome");
    static final Field<Long> FINISHED_AT = number("finished_at");
    static final Field<Long> NODE_ID = number("node_id");
    static final Field<String> HOST = text("host");
    static final Field<Long> PID = number("pid");
    static final Field<Long> STARTED_AT = number("started_at");
    static final Field<Long> EXPIRES_AT = number("expires_at");

    /** The order in which a transaction takes chat streams, so that two do not wait for each other. */
    static final Comparator<IsolationContext> STREAM_ORDER = Comparator.comparing(IsolationContext::tenantId)
            .thenComparing(stream -> stream.agentId().orElseThrow())
            .thenComparing(stream -> stream.platform().orElseThrow())
            .thenComparing(stream -> stream.chatStreamId().orElseThrow());

    /** Where the versions of the schema are kept: never a host's business. */
    static final String HISTORY_TABLE = "maibot_schema_history";

    /**
     * What the audit finds in these tables and is meant so: usage of no chat or platform has NULL there, and is counted at
     * the wider levels only; ids of memories and usage are random UUIDs, and a memory keeps its own when it is promoted.
     */
    static final Set<String> INTENDED = Set.of(
            "nullable:llm_usage.platform",
            "nullable:llm_usage.chat_stream_id",
            "unique-key:llm_usage.(tenant_id,agent_id,usage_id)",
            "unique-key:memory_chest.(tenant_id,agent_id,memory_id)",
            "unique-key:llm_usage.llm_usage_pkey", // as PostgreSQL calls them
            "unique-key:memory_chest.memory_chest_pkey",
            "unique-key:llm_usage.PRIMARY", // as MySQL and MariaDB do
            "unique-key:memory_chest.PRIMARY");

    private CanonicalSchema() {}

    private static Field<String> text(String column) {
        return DSL.field(DSL.name(column), SQLDataType.VARCHAR);
    }

    private static Field<Long> number(String column) {
        return DSL.field(DSL.name(column), SQLDataType.BIGINT);
    }

    static Field<String> column(Dimension dimension) {
        return text(dimension.columnName());
    }

    /** Brings the schema of a database to the newest version. */
    static void migrate(DataSource dataSource, SqlFamily family) {
        flyway(dataSource, family).load().migrate();
    }

    static FluentConfiguration flyway(DataSource dataSource, SqlFamily family) {
        String directory = family.isMySql() ? SqlFamily.MYSQL.directory() : family.directory();
        String collation = family == SqlFamily.MARIADB ? "utf8mb4_nopad_bin" : "utf8mb4_0900_bin";
        return Flyway.configure(CanonicalSchema.class.getClassLoader())
                .dataSource(dataSource)
                .locations("classpath:org/maibot/isolation/jdbc/schema/" + directory)
                .placeholders(Map.of("collation", collation))
                .table(HISTORY_TABLE)
                .baselineOnMigrate(true)
                .baselineVersion("0");
    }

    /** What the rules of these tables are beyond what their columns say. */
    static void declare(TableRules.Builder rules) {
        rules.globalTables("agent_templates");
        rules.table(
                "memory_chest",
                table -> table.nullBelongsToWiderLevel(Dimension.PLATFORM)
                        .nullBelongsToWiderLevel(Dimension.CHAT_STREAM));
    }
}
