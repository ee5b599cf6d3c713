package org.maibot.isolation.testkit;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.IsolationContext;

/** A database in which code runs, and what it holds. What is done in it is undone. For one thread. */
final class Side {
    private static final int SECOND = "2000-01-01 00:00:00".length();

    private final Connection connection;
    private final Tables tables;
    private final @Nullable Pattern refused;

    /** @param connection unguarded, and in a transaction */
    Side(Connection connection, Tables tables) {
        this(connection, tables, null);
    }

    /** @param refused what no statement may hold, or null */
    Side(Connection connection, Tables tables, @Nullable Pattern refused) {
        this.connection = connection;
        this.tables = tables;
        this.refused = refused;
    }

    /** Runs code behind a guard. */
    private <T> Outcome run(Guard guard, ScopedCode<T> code, IsolationContext context) throws SQLException {
        UndoneConnection undone = undone();
        try {
            OneConnection database = new OneConnection(undone);
            DataSource confined = guard.confine(database, context);
            Outcome outcome = Outcome.of(context.call(() -> code.run(confined)));
            return undone.executions() > database.executionsBefore() ? outcome : Outcome.failed(new UnusedException());
        } catch (Exception e) {
            return Outcome.failed(e); // which is compared, and told
        } finally {
            undone.end();
        }
    }

    /** The code has come to its end without the data source that it was given. */
    static final class UnusedException extends Exception {
        private static final long serialVersionUID = 1;

        UnusedException() {
            super(
                    "The code has executed nothing on the data source that it was given; give it that one, and no other way to"
                            + " the database");
        }
    }

    /** The database for code, whose transactions are parts of this one's. */
    DataSource dataSource() {
        return new OneConnection(undone());
    }

    private UndoneConnection undone() {
        return new UndoneConnection(connection, refused, tables.commitsEach());
    }

    /** All rows, as they are now. */
    Snapshot snapshot() throws SQLException {
        List<Snapshot.Row> rows = new ArrayList<>();
        for (Table table : tables.all()) {
            rows.addAll(table.rows(connection));
        }
        return new Snapshot(rows);
    }

    /** The database's time, to the second. */
    String now() throws SQLException {
        return Twin.texts(connection, "select current_timestamp").get(0).substring(0, SECOND);
    }

    /** What tells whether anything was changed since, see {@link Family#changes()}. */
    private String changes() throws SQLException {
        return Twin.texts(connection, tables.family().changes()).get(0);
    }

    /**
     * Runs code behind a guard, and looks what it left behind.
     *
     * @param before all rows, as they are now
     */
    Run run(Guard guard, ScopedCode<?> code, IsolationContext context, Snapshot before) throws SQLException {
        String changes = changes();
        Outcome outcome = run(guard, code, context);
        return new Run(outcome, before, changes.equals(changes()) ? before : snapshot());
    }

    /**
     * What code has come to.
     *
     * @param outcome what it has returned or thrown
     * @param before all rows before it
     * @param after all rows after it
     */
    record Run(Outcome outcome, Snapshot before, Snapshot after) {
        boolean isChanged() {
            return !after.equals(before);
        }

        NewIds newIds(Tables tables, String start) {
            return NewIds.of(tables, before, after, start);
        }
    }

    void undo() throws SQLException {
        connection.rollback();
    }

    Connection connection() {
        return connection;
    }

    /** Gives the one connection to whoever asks. */
    static final class OneConnection implements DataSource {
        private final UndoneConnection connection;
        private int before;

        OneConnection(UndoneConnection connection) {
            this.connection = connection;
        }

        /** What was executed until now is not the code's. */
        void begin() {
            before = connection.executions();
        }

        int executionsBefore() {
            return before;
        }

        @Override
        public Connection getConnection() throws SQLException {
            return connection.open();
        }

        @Override
        public Connection getConnection(String username, String password) throws SQLException {
            return connection.open();
        }

        @Override
        public @Nullable PrintWriter getLogWriter() {
            return null; // none
        }

        @Override
        public void setLogWriter(PrintWriter out) {
            throw new UnsupportedOperationException("The data source of a check writes no log");
        }

        @Override
        public void setLoginTimeout(int seconds) {
            throw new UnsupportedOperationException("The data source of a check is connected");
        }

        @Override
        public int getLoginTimeout() {
            return 0;
        }

        @Override
        public Logger getParentLogger() {
            return Logger.getLogger(Side.class.getName());
        }

        @Override
        public <T> T unwrap(Class<T> type) throws SQLException {
            throw new SQLException("The data source of a check wraps nothing");
        }

        @Override
        public boolean isWrapperFor(Class<?> type) {
            return false;
        }
    }
}
