package org.maibot.isolation.jdbc;

import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.Reservation.Reserved;
import org.maibot.isolation.jdbc.ScopedTransaction.Row;
import org.maibot.isolation.query.Message;

/** Appends messages to chat streams in a transaction. */
record MessageAppender(ScopedTransaction transaction, AppendStatements statements, Clock clock) {

    /** Appends the messages of each stream in their order, creating it if need be; returns how many were not there yet. */
    int append(Map<IsolationContext, List<Message>> unordered) throws SQLException {
        Map<IsolationContext, List<Message>> streams = new TreeMap<>(CanonicalSchema.STREAM_ORDER);
        streams.putAll(unordered);
        List<Row> rows = rows(streams, reserve(streams));
        int[] stored = transaction.executeAll(statements.insertMessage(), rows);
        int sum = 0;
        TreeSet<IsolationContext> active = new TreeSet<>(CanonicalSchema.STREAM_ORDER);
        for (int i = 0; i < stored.length; i++) {
            sum += stored[i];
            if (stored[i] > 0) {
                active.add(rows.get(i).context());
            }
        }
        noteActivity(active);
        return sum;
    }

    private void noteActivity(TreeSet<IsolationContext> streams) throws SQLException {
        transaction.executeAll(
                statements.noteActivity(), streams.stream().map(Row::of).toList());
    }

    private static List<Row> rows(Map<IsolationContext, List<Message>> streams, List<Long> firstSequences) {
        List<Row> rows = new ArrayList<>();
        int stream = 0;
        for (Map.Entry<IsolationContext, List<Message>> entry : streams.entrySet()) {
            long sequence = firstSequences.get(stream++);
            for (Message message : entry.getValue()) {
                rows.add(AppendStatements.messageRow(entry.getKey(), message, sequence++));
            }
        }
        return rows;
    }

    /** Reserves a number for each message; returns the first one of each stream. */
    private List<Long> reserve(Map<IsolationContext, List<Message>> streams) throws SQLException {
        List<Row> rows = new ArrayList<>();
        List<Long> counts = new ArrayList<>();
        streams.forEach((stream, messages) -> {
            rows.add(Row.of(stream, (long) messages.size()));
            counts.add((long) messages.size());
        });
        List<Optional<Reserved>> reserved = transaction.reserveAll(statements.advance(), rows);
        List<Long> first = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            long next = reserved.get(i).isPresent() ? reserved.get(i).get().next() : create(rows.get(i), counts.get(i));
            first.add(next - counts.get(i));
        }
        return first;
    }

    /** Creates a stream, with numbers reserved; returns the next one. */
    private long create(Row advance, long count) throws SQLException {
        long now = Micros.of(clock.instant());
        IsolationContext stream = advance.context();
        transaction.execute(statements.insertAgent(), stream, now);
        long next = AppendStatements.FIRST_SEQUENCE + count;
        return transaction.execute(statements.insertStream(), stream, now, now, next) == 1
                ? next
                : transaction
                        .reserve(statements.advance(), advance)
                        .orElseThrow()
                        .next();
    }
}
