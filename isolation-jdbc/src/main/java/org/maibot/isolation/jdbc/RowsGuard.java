package org.maibot.isolation.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jooq.tools.jdbc.DefaultResultSet;
import org.jspecify.annotations.Nullable;

/**
 * A result set that leads back to its guarded statement. All methods go through the closed table of {@link JdbcMethod}, but
 * those that hosts call for every row, which are here.
 */
final class RowsGuard extends DefaultResultSet implements InvocationHandler {
    private final ResultSet rows;
    private final JdbcProxy proxies;
    private final @Nullable Object statement;
    private @Nullable ResultSet tabled;

    /** @param statement the guarded statement that the rows come from, or null */
    RowsGuard(ResultSet rows, JdbcProxy proxies, @Nullable Object statement) {
        super(null);
        this.rows = rows;
        this.proxies = proxies;
        this.statement = statement;
    }

    /** Itself, by the closed table. */
    @Override
    public ResultSet getDelegate() {
        if (tabled == null) {
            tabled = JdbcProxy.of(ResultSet.class, this);
        }
        return tabled;
    }

    @Override
    public @Nullable Object invoke(Object self, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        return JdbcMethod.of(method) == JdbcMethod.PARENT
                ? statement
                : proxies.pass(self, method, arguments, rows, statement);
    }

    @Override
    public boolean next() throws SQLException {
        return rows.next();
    }

    @Override
    public void close() throws SQLException {
        rows.close();
    }

    @Override
    public boolean wasNull() throws SQLException {
        return rows.wasNull();
    }

    @Override
    public @Nullable String getString(int column) throws SQLException {
        return rows.getString(column);
    }

    @Override
    public @Nullable String getString(String column) throws SQLException {
        return rows.getString(column);
    }

    @Override
    public int getInt(int column) throws SQLException {
        return rows.getInt(column);
    }

    @Override
    public int getInt(String column) throws SQLException {
        return rows.getInt(column);
    }

    @Override
    public long getLong(int column) throws SQLException {
        return rows.getLong(column);
    }

    @Override
    public long getLong(String column) throws SQLException {
        return rows.getLong(column);
    }

    @Override
    public @Nullable Object getObject(int column) throws SQLException {
        return value(rows.getObject(column));
    }

    @Override
    public @Nullable Object getObject(String column) throws SQLException {
        return value(rows.getObject(column));
    }

    private @Nullable Object value(@Nullable Object value) throws SQLException {
        return value == null ? null : proxies.value("ResultSet.getObject", value, statement);
    }
}
