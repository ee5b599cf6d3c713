package org.maibot.isolation.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The canonical schema and a host's table, with enough rows that plans matter, and statistics of them: 20 tenants with 10
 * streams each and 50 messages a stream.
 */
final class PlannedDatabase implements AutoCloseable {
    private static final int TENANTS = 20;
    private static final int STREAMS = 10;
    private static final int MESSAGES = 50;
    private static final int ROWS_AT_ONCE = 500;

    private final TestDatabase kind;
    private final FreshDatabase database;
    private final Isolation isolation;
    private final Connection connection;

    PlannedDatabase(TestDatabase kind) throws SQLException {
        this.kind = kind;
        this.database = kind.fresh();
        createHostTable();
        this.isolation = Isolation.builder().dataSource(database.dataSource()).open();
        this.connection = database.dataSource().getConnection();
        insertRows();
        analyze();
    }

    private void createHostTable() throws SQLException {
        String id = kind.family().equals("sqlite") || kind.family().equals("postgresql") ? "text" : "varchar(128)";
        try (Connection host = database.dataSource().getConnection();
                Statement statement = host.createStatement()) {
            statement.execute("create table jobs (job_id bigint not null primary key, tenant_id " + id
                    + " not null, agent_id " + id + " not null, platform " + id + " not null, chat_stream_id " + id
                    + " not null, state varchar(16) not null, due bigint not null)");
            statement.execute(
                    "create index jobs_by_due on jobs (tenant_id, agent_id, platform, chat_stream_id, state, due)");
        }
    }

    private void insertRows() throws SQLException {
        insert("tenants (tenant_id, created_at)", TENANTS, i -> "('t-" + i + "', 0)");
        insert("agents (tenant_id, agent_id, created_at)", TENANTS, i -> "('t-" + i + "', 'bot', 0)");
        insert(
                "chat_streams (tenant_id, agent_id, platform, chat_stream_id, name, created_at, last_active_at,"
                        + " next_sequence)",
                TENANTS * STREAMS,
                i -> "(" + stream(i) + ", 'stream " + i + "', 0, " + i + ", " + MESSAGES + ")");
        insert(
                "messages (tenant_id, agent_id, platform, chat_stream_id, message_id, sequence, user_id, role, time, text)",
                TENANTS * STREAMS * MESSAGES,
                i -> "(" + stream(i / MESSAGES) + ", 'm-" + i % MESSAGES + "', " + i + ", 'u-" + i % 25 + "', 'user', "
                        + i * 1000 + ", 'text " + i + "')");
        insert(
                "memory_chest (tenant_id, agent_id, platform, chat_stream_id, memory_id, memory_level, title, content,"
                        + " created_at)",
                TENANTS * STREAMS * 5,
                i -> "(" + stream(i / 5) + ", 'e-" + i + "', 'chat', 'title " + i + "', 'content', " + i + ")");
        insert(
                "jobs (job_id, tenant_id, agent_id, platform, chat_stream_id, state, due)",
                TENANTS * STREAMS * MESSAGES,
                i -> "(" + i + ", " + stream(i / MESSAGES) + ", '" + (i % 5 == 0 ? "open" : "done") + "', " + i + ")");
    }

    /** The ids of the tenant, the agent, the platform and the chat stream. */
    private static String stream(int number) {
        return "'t-" + number / STREAMS + "', 'bot', 'qq', 'g-" + number % STREAMS + "'";
    }

    private void insert(String into, int count, IntFunction<String> row) throws SQLException {
        for (int from = 0; from < count; from += ROWS_AT_ONCE) {
            List<String> rows = IntStream.range(from, Math.min(count, from + ROWS_AT_ONCE))
                    .mapToObj(row)
                    .toList();
            execute("insert into " + into + " values " + String.join(", ", rows));
        }
    }

    private void analyze() throws SQLException {
        String tables = "tenants, agents, chat_streams, messages, memory_chest, jobs";
        execute(kind.family().equals("sqlite") ? "analyze" : mySql() ? "analyze table " + tables : "analyze");
    }

    private boolean mySql() {
        return kind == TestDatabase.MYSQL || kind == TestDatabase.MARIADB;
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** What of the two plans of a statement differs, or nothing. */
    List<String> difference(PlannedStatement statement) throws SQLException {
        PlannedStatement.Bound scoped = statement.scoped(isolation.rules());
        PlannedStatement.Bound byHand = statement.writtenByHand();
        List<String> plan =
                QueryPlan.of(kind, connection, scoped.sql(), scoped.values()).steps();
        List<String> wanted =
                QueryPlan.of(kind, connection, byHand.sql(), byHand.values()).steps();
        List<String> difference = new ArrayList<>();
        if (plan.isEmpty() || !plan.equals(wanted)) {
            difference.add(scoped.sql() + "\n  is done by " + plan + "\n" + byHand.sql() + "\n  is done by " + wanted);
        }
        return difference;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
        isolation.close();
        database.close();
    }
}
