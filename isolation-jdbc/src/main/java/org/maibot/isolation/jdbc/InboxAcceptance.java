package org.maibot.isolation.jdbc;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.MessageInbox.Arrival;
import org.maibot.isolation.jdbc.MessageInbox.Entry;
import org.maibot.isolation.jdbc.MessageInbox.Receipt;
import org.maibot.isolation.jdbc.Reservation.Reserved;
import org.maibot.isolation.jdbc.ScopedTransaction.Row;

/** Accepts messages in a transaction: takes the streams that are free, reserves positions, enters what is new. */
final class InboxAcceptance {
    /** An entry's own place in its stream, and the one of the answer after it. */
    static final int NUMBERS = 2;

    private final InboxWork work;
    private final InboxNodes nodes;
    private final boolean lives;

    /**
     * Prepares it.
     *
     * @param lives whether this process holds what it takes; else others, or its next life, are to claim that from one that is dead: a stream that nobody
     *     held could be taken by another process which does not see the entry yet
     */
    InboxAcceptance(InboxWork work, InboxNodes nodes, boolean lives) {
        this.work = work;
        this.nodes = nodes;
        this.lives = lives;
    }

    List<Receipt> accept(List<Arrival> arrivals) throws SQLException {
        Map<IsolationContext, List<Integer>> streams = InboxWork.byStream(arrivals, Arrival::stream);
        Map<IsolationContext, Reserved> reserved = reserve(streams);
        Receipt[] receipts = new Receipt[arrivals.size()];
        List<Integer> places = new ArrayList<>();
        List<Row> rows = new ArrayList<>();
        reserved.forEach((stream, reservation) -> {
            List<Integer> own = streams.getOrDefault(stream, List.of());
            long position = reservation.next() - (long) NUMBERS * own.size();
            for (int place : own) {
                Entry entry = entry(arrivals.get(place), position);
                receipts[place] = lives && reservation.holder() == work.node()
                        ? new Receipt.Accepted(entry)
                        : new Receipt.HeldElsewhere(entry);
                places.add(place);
                rows.add(row(entry, reservation.holder()));
                position += NUMBERS;
            }
        });
        int[] inserted = work.transaction().executeAll(work.statements().insertEntry(), rows);
        for (int i = 0; i < inserted.length; i++) {
            if (inserted[i] == 0) {
                receipts[places.get(i)] = new Receipt.Duplicate();
            }
        }
        return List.of(receipts);
    }

    private static Entry entry(Arrival arrival, long position) {
        return new Entry(arrival.stream(), position, arrival.messageId(), arrival.payload(), false);
    }

    private Row row(Entry entry, long holder) {
        return Row.of(
                entry.stream(),
                entry.position(),
                entry.messageId(),
                entry.payload(),
                work.node(),
                work.now(),
                holder,
                entry.messageId());
    }

    /** Reserves positions in each stream, which locks it until the transaction ends. */
    private Map<IsolationContext, Reserved> reserve(Map<IsolationContext, List<Integer>> streams) throws SQLException {
        List<Row> rows = new ArrayList<>();
        streams.forEach((stream, places) -> rows.add(Row.of(stream, (long) NUMBERS * places.size(), work.node())));
        List<Optional<Reserved>> known =
                work.transaction().reserveAll(work.statements().take(), rows);
        Map<IsolationContext, Reserved> reserved = new LinkedHashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            reserved.put(
                    rows.get(i).context(),
                    known.get(i).isPresent() ? known.get(i).get() : create(rows.get(i)));
        }
        takeFromTheDead(reserved);
        return reserved;
    }

    /** Creates a stream with numbers reserved, unless somebody else did meanwhile. */
    private Reserved create(Row row) throws SQLException {
        IsolationContext stream = row.context();
        long now = work.now();
        long next = AppendStatements.FIRST_SEQUENCE + (Long) row.values().get(0);
        AppendStatements append = work.statements().append();
        work.transaction().execute(append.insertAgent(), stream, now);
        int created = work.transaction().execute(work.statements().insertStream(), stream, now, now, next, work.node());
        return created == 1
                ? new Reserved(next, work.node())
                : work.transaction().reserve(work.statements().take(), row).orElseThrow();
    }

    /** Takes the streams that dead processes hold and that have no entries; all are locked already. */
    private void takeFromTheDead(Map<IsolationContext, Reserved> reserved) throws SQLException {
        List<Row> held = new ArrayList<>();
        reserved.forEach((stream, reservation) -> {
            if (reservation.holder() != work.node() && reservation.holder() != InboxStatements.NOBODY) {
                held.add(Row.of(stream, work.node(), reservation.holder()));
            }
        });
        if (held.isEmpty()) {
            return;
        }
        Set<Long> alive = nodes.othersAlive(work.node());
        held.removeIf(row -> alive.contains((Long) row.values().get(1)));
        int[] taken = work.transaction().executeAll(work.statements().takeFrom(), held);
        for (int i = 0; i < taken.length; i++) {
            if (taken[i] > 0) {
                reserved.computeIfPresent(
                        held.get(i).context(), (stream, before) -> new Reserved(before.next(), work.node()));
            }
        }
    }
}
