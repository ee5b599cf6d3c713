package org.maibot.isolation.jdbc;

import static java.util.Objects.requireNonNull;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import org.jooq.tools.jdbc.DefaultPreparedStatement;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.IsolationViolationException;
import org.maibot.isolation.jdbc.ScopedSql.GivenParameter;

/**
 * A prepared statement that was scoped: the caller counts its own bind variables, those of the scope have the context's
 * values. All methods go through the closed table of {@link JdbcMethod}, but those that hosts call most, which are here.
 */
final class PreparedGuard extends DefaultPreparedStatement implements InvocationHandler {
    private final PreparedStatement statement;
    private final ScopedSql scoped;
    private final ConnectionGuard connection;
    private final int[] positions;
    private final Set<GivenParameter> missing;
    private @Nullable PreparedStatement tabled;
    private boolean unbound;
    private int batched;

    private PreparedGuard(PreparedStatement statement, ScopedSql scoped, ConnectionGuard connection) {
        super((PreparedStatement) null);
        this.statement = statement;
        this.scoped = scoped;
        this.connection = connection;
        this.positions = scoped.positions();
        this.missing = scoped.given().isEmpty() ? Set.of() : new HashSet<>(scoped.given());
    }

    static PreparedStatement guard(PreparedStatement statement, ScopedSql scoped, ConnectionGuard connection)
            throws SQLException {
        PreparedGuard guard = new PreparedGuard(statement, scoped, connection);
        try {
            guard.bindScope();
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
        return guard;
    }

    /** Itself, by the closed table. */
    @Override
    public Statement getDelegateStatement() {
        if (tabled == null) {
            tabled = JdbcProxy.of(PreparedStatement.class, this);
        }
        return tabled;
    }

    /** Rows that come by the closed table are guarded. */
    @Override
    protected ResultSet wrap(ResultSet rows) {
        return rows;
    }

    @Override
    public ResultSet executeQuery() throws SQLException {
        beforeExecution();
        return connection.proxies().rows(statement.executeQuery(), this);
    }

    @Override
    public int executeUpdate() throws SQLException {
        beforeExecution();
        return statement.executeUpdate();
    }

    @Override
    public boolean execute() throws SQLException {
        beforeExecution();
        return statement.execute();
    }

    @Override
    public void addBatch() throws SQLException {
        beforeRow(true);
        statement.addBatch();
        batched++;
    }

    @Override
    public void setString(int index, @Nullable String value) throws SQLException {
        int position = position(index, value);
        if (position > 0) {
            statement.setString(position, value);
        }
    }

    @Override
    public void setLong(int index, long value) throws SQLException {
        int position = position(index, value);
        if (position > 0) {
            statement.setLong(position, value);
        }
    }

    @Override
    public void setInt(int index, int value) throws SQLException {
        int position = position(index, value);
        if (position > 0) {
            statement.setInt(position, value);
        }
    }

    @Override
    public void setObject(int index, @Nullable Object value) throws SQLException {
        if (value instanceof Blob || value instanceof Clob) {
            super.setObject(index, value); // by the closed table
            return;
        }
        int position = position(index, value);
        if (position > 0) {
            statement.setObject(position, JdbcProxy.unguarded(value));
        }
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }

    private void beforeExecution() throws SQLException {
        beforeRow(false);
        connection.report(scoped, 1);
    }

    /** Its rows have been bound. */
    private void beforeBatch() throws SQLException {
        connection.stamp().requireCurrent();
        int rows = batched;
        batched = 0;
        if (rows > 0) {
            connection.report(scoped, rows);
        }
    }

    /**
     * Before a row is executed, or added to a batch.
     *
     * @param batch whether the driver may forget what is bound
     */
    private void beforeRow(boolean batch) throws SQLException {
        connection.stamp().requireCurrent();
        requireAllGiven();
        if (unbound) {
            bindScope();
        }
        unbound = batch;
    }

    /** Refuses a value that the caller has not bound: some drivers take it for NULL. */
    private void requireAllGiven() throws SQLException {
        if (!missing.isEmpty()) {
            throw connection.stamp().refused(missing.iterator().next().value().foreign(true));
        }
    }

    private void bindScope() throws SQLException {
        try {
            scoped.bindScope(statement, connection.context());
            unbound = false;
        } catch (IsolationViolationException refusal) {
            throw connection.stamp().refused(refusal);
        }
    }

    @Override
    public @Nullable Object invoke(Object self, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        switch (JdbcMethod.of(method)) {
            case PASS, SETTING, CLOSE -> {}
            case OUTCOME -> {
                if (method.getName().equals("getGeneratedKeys")) {
                    return connection.proxies().rows(connection.keys(statement.getGeneratedKeys(), scoped), this);
                }
            }
            case ROW -> beforeExecution();
            case BATCH -> beforeBatch();
            case BIND -> {
                return bind(method, arguments);
            }
            case CLEAR -> {
                batched = method.getName().equals("clearBatch") ? 0 : batched;
                unbound = true;
                if (!scoped.given().isEmpty()) {
                    missing.addAll(scoped.given());
                }
            }
            case METADATA -> {
                return parameters();
            }
            case PARENT -> {
                return connection;
            }
            case WRAPPER -> {
                return connection.proxies().wrapper(method, arguments);
            }
            case OBJECT -> {
                return JdbcProxy.object(self, method, arguments);
            }
            case SQL, CREATE, REFUSE -> throw connection.proxies().refuse(method);
        }
        return connection.proxies().guarded(method, JdbcProxy.invoke(method, statement, arguments), this);
    }

    private @Nullable Object bind(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        @Nullable Object[] own = requireNonNull(arguments).clone();
        int index = (Integer) requireNonNull(own[0]);
        int position = position(index, method.getName().equals("setNull") ? null : own[1]);
        if (position == 0) {
            return null;
        }
        connection.proxies().requireNoLargeObject(method, own);
        own[0] = position;
        own[1] = JdbcProxy.unguarded(own[1]);
        return JdbcProxy.invoke(method, statement, own);
    }

    private void requireOwn(int index, @Nullable Object value) throws SQLException {
        if (scoped.given().isEmpty()) {
            return;
        }
        try {
            scoped.requireOwn(index, value, connection.context());
            missing.removeIf(parameter -> parameter.index() == index);
        } catch (IsolationViolationException refusal) {
            throw connection.stamp().refused(refusal);
        }
    }

    /** The number that a bind variable has below, or 0 if it is not passed on; refuses a value that is not the context's own where that is wanted. */
    private int position(int index, @Nullable Object value) throws SQLException {
        int position = position(index);
        requireOwn(index, value);
        return position;
    }

    private int position(int index) throws SQLException {
        if (index < 1 || index >= positions.length) {
            throw new SQLException(
                    "The statement has no bind variable " + index + "; it has " + scoped.parameters(), "22023");
        }
        return positions[index];
    }

    /** What is known of the caller's bind variables, by their own numbers. */
    private ParameterMetaData parameters() throws SQLException {
        ParameterMetaData below = statement.getParameterMetaData();
        ParameterMetaData guarded = connection.proxies().metaData(ParameterMetaData.class, below);
        return JdbcProxy.of(ParameterMetaData.class, (self, method, arguments) -> {
            if (method.getName().equals("getParameterCount")) {
                return scoped.parameters();
            }
            if (arguments != null && arguments.length == 1 && arguments[0] instanceof Integer index) {
                int position = position(index);
                if (position == 0) {
                    throw new SQLException("Nothing is known of bind variable " + index
                            + ", which is for an isolation column; bind the context's own id");
                }
                return JdbcProxy.invoke(method, guarded, new Object[] {position});
            }
            return JdbcProxy.invoke(method, guarded, arguments);
        });
    }
}
