package org.maibot.isolation.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.ExecutedStatement.Door;
import org.maibot.isolation.jdbc.Reservation.Reserved;

/** Executes scoped statements in a transaction, for many contexts at once; keeps them prepared until closed. */
final class ScopedTransaction implements AutoCloseable {
    private final Connection connection;
    private final BatchCounts counts;
    private final IdentityHashMap<ScopedSql, PreparedStatement> prepared = new IdentityHashMap<>();

    ScopedTransaction(Connection connection, BatchCounts counts) {
        this.connection = connection;
        this.counts = counts;
    }

    /** The values of a statement's bind variables for one execution. */
    record Row(IsolationContext context, List<Object> values) {
        static Row of(IsolationContext context, Object... values) {
            return new Row(context, List.of(values));
        }
    }

    /** The transaction itself, for what is of no scope. */
    Connection connection() {
        return connection;
    }

    /** Executes a statement; returns how many rows it changed. */
    int execute(ScopedSql statement, IsolationContext context, Object... values) throws SQLException {
        return execute(statement, Row.of(context, values));
    }

    private int execute(ScopedSql statement, Row row) throws SQLException {
        return bind(prepare(statement), statement, row).executeUpdate();
    }

    /** Executes a statement for each row; returns how many rows each changed. */
    int[] executeAll(ScopedSql statement, List<Row> rows) throws SQLException {
        if (rows.size() > 1 && counts.areKnown()) {
            return counts.require(batch(prepare(statement), statement, rows));
        }
        int[] changed = new int[rows.size()];
        for (int i = 0; i < changed.length; i++) {
            changed[i] = execute(statement, rows.get(i));
        }
        return changed;
    }

    private static int[] batch(PreparedStatement batch, ScopedSql statement, List<Row> rows) throws SQLException {
        for (Row row : rows) {
            statement.bind(batch, row.context(), row.values().toArray());
            batch.addBatch();
        }
        report(statement, rows);
        return batch.executeBatch();
    }

    /** Tells a listener of the rows of each context. */
    private static void report(ScopedSql statement, List<Row> rows) {
        int from = 0;
        for (int i = 1; i <= rows.size(); i++) {
            IsolationContext context = rows.get(from).context();
            if (i == rows.size() || !rows.get(i).context().equals(context)) {
                statement.report(context, Door.DSL, i - from);
                from = i;
            }
        }
    }

    /** The number that a query gives, 0 for NULL, or empty if it has no row. */
    OptionalLong number(ScopedSql query, IsolationContext context, Object... values) throws SQLException {
        try (ResultSet row =
                bind(prepare(query), query, Row.of(context, values)).executeQuery()) {
            return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
        }
    }

    /** Reserves numbers of chat streams; empty for one that is not there. */
    List<Optional<Reserved>> reserveAll(Reservation reservation, List<Row> rows) throws SQLException {
        if (rows.size() > 1 && reservation.batches()) {
            return reserveBatch(reservation.change(), rows);
        }
        List<Optional<Reserved>> reserved = new ArrayList<>();
        for (Row row : rows) {
            reserved.add(reserve(reservation, row));
        }
        return reserved;
    }

    /** Reserves numbers of one chat stream, see {@link #reserveAll}. */
    Optional<Reserved> reserve(Reservation reservation, Row row) throws SQLException {
        if (reservation.next() == null) {
            return reserved(reservation.change(), row);
        }
        return execute(reservation.change(), row) > 0
                ? reserved(reservation.next(), Row.of(row.context()))
                : Optional.empty();
    }

    private Optional<Reserved> reserved(ScopedSql query, Row row) throws SQLException {
        try (ResultSet returned = bind(prepare(query), query, row).executeQuery()) {
            return next(returned);
        }
    }

    private static Optional<Reserved> next(ResultSet returned) throws SQLException {
        return returned.next() ? Optional.of(new Reserved(returned.getLong(1), returned.getLong(2))) : Optional.empty();
    }

    private List<Optional<Reserved>> reserveBatch(ScopedSql change, List<Row> rows) throws SQLException {
        try (PreparedStatement batch = connection.prepareStatement(change.sql(), Statement.RETURN_GENERATED_KEYS)) {
            int[] changed = counts.require(batch(batch, change, rows));
            List<Optional<Reserved>> reserved = new ArrayList<>();
            try (ResultSet returned = batch.getGeneratedKeys()) {
                for (int count : changed) {
                    reserved.add(count > 0 ? next(returned) : Optional.empty());
                }
            }
            return reserved;
        }
    }

    private static PreparedStatement bind(PreparedStatement prepared, ScopedSql statement, Row row)
            throws SQLException {
        statement.bind(prepared, row.context(), row.values().toArray());
        statement.report(row.context(), Door.DSL, 1);
        return prepared;
    }

    private PreparedStatement prepare(ScopedSql statement) throws SQLException {
        PreparedStatement known = prepared.get(statement);
        if (known == null) {
            known = connection.prepareStatement(statement.sql());
            prepared.put(statement, known);
        }
        return known;
    }

    @Override
    public void close() throws SQLException {
        for (PreparedStatement statement : prepared.values()) {
            statement.close();
        }
    }
}
