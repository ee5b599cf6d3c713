package org.maibot.isolation.testkit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.regex.Pattern;
import org.jooq.tools.jdbc.DefaultConnection;
import org.jooq.tools.jdbc.DefaultPreparedStatement;
import org.jooq.tools.jdbc.DefaultStatement;
import org.jspecify.annotations.Nullable;

/**
 * A connection whose transactions are parts of one that is undone in the end. A statement that fails where the code commits
 * each one leaves the transaction as it was before, as it would without the outer one. For one thread.
 */
final class UndoneConnection extends DefaultConnection {
    private final Connection connection;
    private final @Nullable Pattern refused;
    private boolean autoCommit = true;
    private @Nullable Savepoint start;

    /**
     * Creates it.
     *
     * @param connection in a transaction
     * @param refused what no statement may hold, or null
     */
    UndoneConnection(Connection connection, @Nullable Pattern refused) {
        super(connection);
        this.connection = connection;
        this.refused = refused;
    }

    private String checked(String sql) {
        if (refused != null && refused.matcher(sql).find()) {
            throw new AssertionError(
                    "A statement names the schema of the host's database, and would read past the twin; leave"
                            + " the name of the schema out: " + sql);
        }
        return sql;
    }

    /** What JDBC executes. */
    private interface Execution<T> {
        T run() throws SQLException;
    }

    private <T> T execute(Execution<T> execution) throws SQLException {
        if (!autoCommit) {
            return execution.run();
        }
        Savepoint before = connection.setSavepoint();
        try {
            T result = execution.run();
            connection.releaseSavepoint(before);
            return result;
        } catch (SQLException e) {
            connection.rollback(before);
            throw e;
        }
    }

    /** Undoes what the code has begun and not committed, as a pool does. */
    void end() throws SQLException {
        if (start != null) {
            connection.rollback(start);
        }
        autoCommit = true;
        start = null;
    }

    @Override
    public void close() {
        // it is needed again
    }

    @Override
    public boolean isClosed() {
        return false;
    }

    @Override
    public boolean getAutoCommit() {
        return autoCommit;
    }

    @Override
    public void setAutoCommit(boolean each) throws SQLException {
        if (each != autoCommit) {
            autoCommit = each;
            start = each ? null : connection.setSavepoint();
        }
    }

    @Override
    public void commit() throws SQLException {
        requireTransaction();
        start = connection.setSavepoint();
    }

    @Override
    public void rollback() throws SQLException {
        connection.rollback(requireTransaction());
        start = connection.setSavepoint();
    }

    private Savepoint requireTransaction() throws SQLException {
        if (start == null) {
            throw new SQLException("The connection commits each statement; call setAutoCommit(false) first", "25000");
        }
        return start;
    }

    @Override
    public Statement createStatement() throws SQLException {
        return new UndoneStatement(connection.createStatement());
    }

    @Override
    public Statement createStatement(int type, int concurrency) throws SQLException {
        return new UndoneStatement(connection.createStatement(type, concurrency));
    }

    @Override
    public PreparedStatement prepareStatement(String sql) throws SQLException {
        return new UndonePreparedStatement(connection.prepareStatement(checked(sql)));
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int keys) throws SQLException {
        return new UndonePreparedStatement(connection.prepareStatement(checked(sql), keys));
    }

    @Override
    public PreparedStatement prepareStatement(String sql, String[] keys) throws SQLException {
        return new UndonePreparedStatement(connection.prepareStatement(checked(sql), keys));
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int type, int concurrency) throws SQLException {
        return new UndonePreparedStatement(connection.prepareStatement(checked(sql), type, concurrency));
    }

    private final class UndoneStatement extends DefaultStatement {
        UndoneStatement(Statement statement) {
            super(statement, UndoneConnection.this);
        }

        @Override
        public java.sql.ResultSet executeQuery(String sql) throws SQLException {
            return UndoneConnection.this.execute(() -> super.executeQuery(checked(sql)));
        }

        @Override
        public int executeUpdate(String sql) throws SQLException {
            return UndoneConnection.this.execute(() -> super.executeUpdate(checked(sql)));
        }

        @Override
        public boolean execute(String sql) throws SQLException {
            return UndoneConnection.this.execute(() -> super.execute(checked(sql)));
        }

        @Override
        public int[] executeBatch() throws SQLException {
            return UndoneConnection.this.execute(super::executeBatch);
        }
    }

    private final class UndonePreparedStatement extends DefaultPreparedStatement {
        UndonePreparedStatement(PreparedStatement statement) {
            super(statement, UndoneConnection.this);
        }

        @Override
        public java.sql.ResultSet executeQuery() throws SQLException {
            return UndoneConnection.this.execute(() -> super.executeQuery());
        }

        @Override
        public int executeUpdate() throws SQLException {
            return UndoneConnection.this.execute(() -> super.executeUpdate());
        }

        @Override
        public boolean execute() throws SQLException {
            return UndoneConnection.this.execute(() -> super.execute());
        }

        @Override
        public int[] executeBatch() throws SQLException {
            return UndoneConnection.this.execute(super::executeBatch);
        }
    }
}
