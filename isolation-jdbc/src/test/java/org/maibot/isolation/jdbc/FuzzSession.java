package org.maibot.isolation.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConnection;

/** Settings under which statements of any kind can be tried: those that take about a second or longer are ended. */
final class FuzzSession extends ProgressHandler {
    private static final int STEPS = 10_000;
    private static final long LIMIT_NANOS = 1_000_000_000;

    private static volatile long start;

    private FuzzSession() {}

    /** Gives all sessions of SQLite their time from now on. */
    static void restart() {
        start = System.nanoTime();
    }

    static void limitTime(String family, Connection connection) throws SQLException {
        restart();
        switch (family) {
            case "postgresql" -> execute(connection, "set statement_timeout = 1000");
            case "mysql" -> execute(connection, "set max_execution_time = 1000");
            case "mariadb" -> // without the mode, values of any row may stand for those of a group
                execute(
                        connection,
                        "set max_statement_time = 1",
                        "set sql_mode = concat(@@sql_mode, ',ONLY_FULL_GROUP_BY')");
            default -> setHandler(connection.unwrap(SQLiteConnection.class), STEPS, new FuzzSession());
        }
    }

    /** Makes the database go other ways to the same rows, and come upon them in another order. */
    static void planOtherwise(String family, Connection connection) throws SQLException {
        switch (family) {
            case "postgresql" ->
                execute(
                        connection,
                        "set enable_hashjoin = off",
                        "set enable_hashagg = off",
                        "set enable_nestloop = off");
            case "mysql" ->
                execute(
                        connection,
                        "set optimizer_switch = 'block_nested_loop=off,semijoin=off,materialization=off,derived_merge=off'");
            case "mariadb" ->
                execute(
                        connection,
                        "set join_cache_level = 0",
                        "set optimizer_switch = 'semijoin=off,materialization=off,derived_merge=off'");
            default -> execute(connection, "pragma reverse_unordered_selects = on");
        }
    }

    private static void execute(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** SQLite calls this every so many steps. */
    @Override
    protected int progress() {
        return System.nanoTime() - start > LIMIT_NANOS ? 1 : 0;
    }
}
