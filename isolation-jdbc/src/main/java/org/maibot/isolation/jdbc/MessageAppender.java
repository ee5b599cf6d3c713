package org.maibot.isolation.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.ExecutedStatement.Door;
import org.maibot.isolation.query.Message;

/** Appends messages to chat streams in the transaction of a connection; keeps its statements prepared until closed. */
final class MessageAppender implements AutoCloseable {
    private static final long FIRST_SEQUENCE = 1;

    private final Connection transaction;
    private final AppendStatements statements;
    private final Clock clock;
    private final Map<ScopedSql, PreparedStatement> prepared = new HashMap<>();

    MessageAppender(Connection transaction, AppendStatements statements, Clock clock) {
        this.transaction = transaction;
        this.statements = statements;
        this.clock = clock;
    }

    /** Appends messages in their order, creating the chat stream if need be; returns how many were not there yet. */
    int append(IsolationContext stream, List<Message> messages) throws SQLException {
        int stored = insert(stream, messages, reserve(stream, messages.size()));
        if (stored > 0) {
            execute(statements.noteActivity(), stream);
        }
        return stored;
    }

    private int insert(IsolationContext stream, List<Message> messages, long firstSequence) throws SQLException {
        long sequence = firstSequence;
        int stored = 0;
        PreparedStatement insert = prepare(statements.insertMessage());
        for (Message message : messages) {
            statements
                    .insertMessage()
                    .bind(
                            insert,
                            stream,
                            message.messageId(),
                            sequence++,
                            message.userId(),
                            message.role().name().toLowerCase(Locale.ROOT),
                            Micros.of(message.time()),
                            message.text());
            if (statements.batches()) {
                insert.addBatch();
            } else {
                report(statements.insertMessage(), stream, 1);
                stored += insert.executeUpdate();
            }
        }
        return statements.batches() ? insertBatch(insert, stream, messages.size()) : stored;
    }

    private int insertBatch(PreparedStatement insert, IsolationContext stream, int rows) throws SQLException {
        report(statements.insertMessage(), stream, rows);
        return Arrays.stream(insert.executeBatch()).sum();
    }

    private static void report(ScopedSql statement, IsolationContext stream, int rows) {
        statement.report(stream, Door.DSL, rows);
    }

    /** Reserves numbers; returns the first one. */
    private long reserve(IsolationContext stream, int count) throws SQLException {
        OptionalLong next = advance(stream, count);
        if (next.isEmpty() && create(stream, FIRST_SEQUENCE + count)) {
            return FIRST_SEQUENCE;
        }
        return (next.isEmpty() ? advance(stream, count) : next).orElseThrow() - count;
    }

    private OptionalLong advance(IsolationContext stream, int count) throws SQLException {
        if (statements.next() == null) {
            return number(statements.advance(), stream, (long) count);
        }
        boolean advanced = execute(statements.advance(), stream, (long) count) > 0;
        return advanced ? number(statements.next(), stream) : OptionalLong.empty();
    }

    private OptionalLong number(ScopedSql query, IsolationContext stream, Object... values) throws SQLException {
        try (ResultSet row = bind(query, stream, values).executeQuery()) {
            return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
        }
    }

    private boolean create(IsolationContext stream, long nextSequence) throws SQLException {
        long now = Micros.of(clock.instant());
        execute(statements.insertAgent(), stream, now);
        return execute(statements.insertStream(), stream, now, now, nextSequence) == 1;
    }

    private int execute(ScopedSql statement, IsolationContext context, Object... values) throws SQLException {
        return bind(statement, context, values).executeUpdate();
    }

    /** Prepares a statement to be executed next. */
    private PreparedStatement bind(ScopedSql statement, IsolationContext context, Object... values)
            throws SQLException {
        PreparedStatement bound = statement.bind(prepare(statement), context, values);
        report(statement, context, 1);
        return bound;
    }

    private PreparedStatement prepare(ScopedSql statement) throws SQLException {
        PreparedStatement known = prepared.get(statement);
        if (known == null) {
            known = transaction.prepareStatement(statement.sql());
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
