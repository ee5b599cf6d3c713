package org.maibot.isolation.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jooq.Field;
import org.jooq.Record1;
import org.jooq.Result;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * SQLite's generated key: the row that was inserted last on the connection, which a pool gives from one scope to the next. It
 * is shown if it is a row of the scope in the table that the statement inserts into.
 */
record LastRowId(ConnectionGuard guard, Connection connection, ScopedSql inserted) {
    /** The keys that the driver gives, without those of other scopes. */
    ResultSet own(ResultSet keys) throws SQLException {
        try (keys) {
            Field<Long> key = DSL.field(DSL.name(keys.getMetaData().getColumnLabel(1)), SQLDataType.BIGINT);
            Result<Record1<Long>> own = DSL.using(SQLDialect.SQLITE).newResult(key);
            while (keys.next()) {
                long rowId = keys.getLong(1);
                if (!keys.wasNull() && isOwn(rowId)) {
                    own.addAll(
                            List.of(DSL.using(SQLDialect.SQLITE).newRecord(key).values(rowId)));
                }
            }
            return own.intoResultSet();
        }
    }

    private boolean isOwn(long rowId) throws SQLException {
        if (inserted.insertedInto() == null) {
            return false;
        }
        ScopedSql query = guard.scope("select 1 from " + inserted.insertedInto() + " where rowid = ?");
        try (PreparedStatement statement = connection.prepareStatement(query.sql())) {
            query.bind(statement, guard.context(), rowId);
            guard.report(query, 1);
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        } catch (SQLException e) {
            if (String.valueOf(e.getMessage()).contains("no such column")) {
                return false; // a table WITHOUT ROWID generates no keys
            }
            throw e;
        }
    }
}
