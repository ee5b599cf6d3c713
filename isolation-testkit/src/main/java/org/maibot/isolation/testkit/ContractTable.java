package org.maibot.isolation.testkit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.maibot.isolation.IsolationContext;

/** A table of a name that nobody else has, for one test, in which each of the {@link HostileContexts} has a row with the id 1. */
final class ContractTable implements AutoCloseable {
    /** The owners of the rows. */
    static final List<IsolationContext> OWNERS = HostileContexts.all();

    private static final int TIMEOUT_SECONDS = 5;
    private static final String COLUMNS = "tenant_id, agent_id, platform, chat_stream_id, id, body";
    private static final String PLANTED = "row of ";

    private final DataSource unguarded;
    private final String name;

    private ContractTable(DataSource unguarded) {
        this.unguarded = unguarded;
        this.name = "contract_" + UUID.randomUUID().toString().replace("-", "");
    }

    /** A good table: its key begins with the isolation columns. */
    static ContractTable create(DataSource unguarded) throws SQLException {
        return create(unguarded, "id bigint not null", "tenant_id, agent_id, platform, chat_stream_id, id");
    }

    /** A table whose key says something across scopes; the ids are those of the owners, from 1 on. */
    static ContractTable withKeyOfAllScopes(DataSource unguarded) throws SQLException {
        return create(unguarded, "id bigint not null", "id");
    }

    private static ContractTable create(DataSource unguarded, String id, String key) throws SQLException {
        ContractTable table = new ContractTable(unguarded);
        try (Connection connection = unguarded.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table " + table.name + " (tenant_id varchar(128) not null,"
                    + " agent_id varchar(128) not null, platform varchar(128) not null,"
                    + " chat_stream_id varchar(128) not null, " + id + ", body varchar(200), primary key (" + key
                    + "))" + exactly(connection));
        }
        table.plant(key.equals("id"));
        return table;
    }

    /** How ids are made to compare exactly. */
    private static String exactly(Connection connection) throws SQLException {
        return switch (connection.getMetaData().getDatabaseProductName()) {
            case "MySQL" -> " character set utf8mb4 collate utf8mb4_0900_bin";
            case "MariaDB" -> " character set utf8mb4 collate utf8mb4_nopad_bin";
            default -> "";
        };
    }

    private void plant(boolean numbered) throws SQLException {
        try (Connection connection = unguarded.getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "insert into " + name + " (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?)")) {
            connection.setAutoCommit(false);
            for (int i = 0; i < OWNERS.size(); i++) {
                List<String> ids = ids(OWNERS.get(i));
                for (int column = 0; column < ids.size(); column++) {
                    insert.setString(column + 1, ids.get(column));
                }
                insert.setLong(5, numbered ? i + 1 : 1);
                insert.setString(6, PLANTED + i);
                insert.addBatch();
            }
            insert.executeBatch();
            connection.commit();
            connection.setAutoCommit(true);
        }
    }

    /** The four ids of a context. */
    static List<String> ids(IsolationContext context) {
        return List.of(
                context.tenantId(),
                context.agentId().orElseThrow(),
                context.platform().orElseThrow(),
                context.chatStreamId().orElseThrow());
    }

    String name() {
        return name;
    }

    /** The kind of database. */
    Family family() throws SQLException {
        try (Connection connection = unguarded.getConnection()) {
            return Family.of(connection);
        }
    }

    /** The class of the driver's connections. */
    Class<?> driversConnection() throws SQLException {
        try (Connection connection = unguarded.getConnection()) {
            return connection.unwrap(Connection.class).getClass();
        }
    }

    /** All rows that are there, in no order. */
    List<ContractRow> rows() throws SQLException {
        List<ContractRow> rows = new ArrayList<>();
        try (Connection connection = unguarded.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select " + COLUMNS + " from " + name)) {
            while (row.next()) {
                IsolationContext owner =
                        IsolationContext.of(row.getString(1), row.getString(2), row.getString(3), row.getString(4));
                rows.add(new ContractRow(owner, row.getLong(5), told(row.getString(6))));
            }
        }
        return rows;
    }

    /** Those rows that are there and fit. */
    List<ContractRow> rows(Predicate<ContractRow> which) throws SQLException {
        return rows().stream().filter(which).toList();
    }

    /** The row that an owner has from the beginning. */
    static ContractRow planted(IsolationContext owner) {
        return new ContractRow(owner, 1, body(owner));
    }

    /** What tells the row that an owner has from the beginning: names the owner. */
    static String body(IsolationContext owner) {
        return PLANTED + owner;
    }

    /** The body in the database of the row that an owner has from the beginning. */
    static String stored(IsolationContext owner) {
        return PLANTED + OWNERS.indexOf(owner);
    }

    /** A body as {@link #body} names it; in the database it is a number, so that no id is in it. */
    static String told(String stored) {
        return stored.matches(PLANTED + "\\d+")
                ? body(OWNERS.get(Integer.parseInt(stored.substring(PLANTED.length()))))
                : stored;
    }

    /** Drops the table; fails if somebody still uses it. */
    @Override
    public void close() throws SQLException {
        try (Connection connection = unguarded.getConnection();
                Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(TIMEOUT_SECONDS);
            statement.execute("drop table if exists " + name);
        }
    }
}
