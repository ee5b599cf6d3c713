package org.maibot.isolation.jdbc;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.InboxQueries.Abandoned;
import org.maibot.isolation.jdbc.ScopedTransaction.Row;

/** Takes and gives up chat streams in a transaction. */
record InboxLeases(InboxWork work) {
    /** Takes streams, unless somebody else has taken them meanwhile or is about to; returns those that were taken. */
    List<IsolationContext> claim(List<Abandoned> streams) throws SQLException {
        List<Row> rows = new ArrayList<>();
        for (Abandoned abandoned : streams) {
            if (isHeldBy(
                    abandoned.holder(), abandoned.stream(), work.statements().skipLocked())) {
                rows.add(Row.of(abandoned.stream(), work.node(), abandoned.holder()));
            }
        }
        return changed(work.statements().claim(), rows);
    }

    /**
     * Gives up those streams that have no entries. Each is locked before its entries are looked at: the condition of a
     * statement that waits for a lock is judged by what the entries were before it waited.
     */
    List<IsolationContext> release(Iterable<IsolationContext> streams) throws SQLException {
        List<Row> rows = new ArrayList<>();
        for (IsolationContext stream : streams) {
            if (isHeldBy(work.node(), stream, work.statements().holder())) {
                rows.add(Row.of(stream, work.node()));
            }
        }
        return changed(work.statements().release(), rows);
    }

    /** Gives up streams, whatever entries they have. */
    List<IsolationContext> handOver(Iterable<IsolationContext> streams) throws SQLException {
        List<Row> rows = new ArrayList<>();
        streams.forEach(stream -> rows.add(Row.of(stream, work.node())));
        List<IsolationContext> free = changed(work.statements().handOver(), rows);
        work.transaction()
                .executeAll(
                        work.statements().orphanEntries(),
                        free.stream().map(Row::of).toList());
        return free;
    }

    /** Whether a stream may be changed that a process is to hold; where there are locks, it is locked then. */
    private boolean isHeldBy(long node, IsolationContext stream, @Nullable ScopedSql holder) throws SQLException {
        return holder == null || work.transaction().number(holder, stream).equals(OptionalLong.of(node));
    }

    private List<IsolationContext> changed(ScopedSql statement, List<Row> rows) throws SQLException {
        int[] counts = work.transaction().executeAll(statement, rows);
        List<IsolationContext> changed = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                changed.add(rows.get(i).context());
            }
        }
        return changed;
    }
}
