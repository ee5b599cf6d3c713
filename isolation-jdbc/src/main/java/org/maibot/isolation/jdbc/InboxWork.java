package org.maibot.isolation.jdbc;

import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.MessageInbox.Finished;
import org.maibot.isolation.jdbc.ScopedTransaction.Row;

/**
 * What a transaction of the inbox works with.
 *
 * @param node the id of this process
 */
record InboxWork(ScopedTransaction transaction, InboxStatements statements, long node, Clock clock) {
    /** What is done with it. */
    interface Action<T> {
        /** Does it. */
        T in(InboxWork work) throws SQLException;
    }

    long now() {
        return Micros.of(clock.instant());
    }

    /** Removes outcomes; returns how many were there. */
    int forget(List<Finished> outcomes) throws SQLException {
        List<Row> rows = outcomes.stream()
                .map(outcome -> Row.of(outcome.stream(), outcome.position()))
                .toList();
        return IntStream.of(transaction.executeAll(statements.deleteOutcome(), rows))
                .sum();
    }

    /** The places of items in their list by their chat streams, in the order in which these are locked. */
    static <T> Map<IsolationContext, List<Integer>> byStream(List<T> items, Function<T, IsolationContext> streamOf) {
        Map<IsolationContext, List<Integer>> places = new TreeMap<>(CanonicalSchema.STREAM_ORDER);
        for (int i = 0; i < items.size(); i++) {
            places.computeIfAbsent(streamOf.apply(items.get(i)), key -> new ArrayList<>())
                    .add(i);
        }
        return places;
    }
}
