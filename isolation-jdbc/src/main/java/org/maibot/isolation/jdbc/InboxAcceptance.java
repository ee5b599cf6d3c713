package org.maibot.isolation.jdbc;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.MessageInbox.Arrival;
import org.maibot.isolation.jdbc.MessageInbox.Entry;
import org.maibot.isolation.jdbc.MessageInbox.Receipt;
import org.maibot.isolation.jdbc.ScopedTransaction.Row;

/** Accepts messages in a transaction: takes the streams that are free, reserves positions, enters what is new. */
final class InboxAcceptance {
    /** An entry's own place in its stream, and the one of the answer after it. */
    static final int NUMBERS = 2;

    private final InboxWork work;
    private final InboxNodes nodes;
    private @Nullable Set<String> othersAlive;

    InboxAcceptance(InboxWork work, InboxNodes nodes) {
        this.work = work;
        this.nodes = nodes;
    }

    /**
     * What was reserved in a stream.
     *
     * @param next the number after it
     * @param held whether this process holds the stream
     */
    private record Reserved(long next, boolean held) {}

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
                receipts[place] = reservation.held() ? new Receipt.Accepted(entry) : new Receipt.HeldElsewhere(entry);
                places.add(place);
                rows.add(row(entry));
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

    private Row row(Entry entry) {
        return Row.of(
                entry.stream(),
                entry.position(),
                entry.messageId(),
                entry.payload(),
                work.node(),
                work.now(),
                entry.messageId());
    }

    /** Reserves positions in each stream, which locks it until the transaction ends. */
    private Map<IsolationContext, Reserved> reserve(Map<IsolationContext, List<Integer>> streams) throws SQLException {
        List<Row> rows = new ArrayList<>();
        streams.forEach((stream, places) -> rows.add(take(stream, (long) NUMBERS * places.size(), "")));
        List<OptionalLong> next = work.transaction().numbers(work.statements().take(), rows);
        Map<IsolationContext, Reserved> reserved = new LinkedHashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            IsolationContext stream = rows.get(i).context();
            reserved.put(
                    stream,
                    next.get(i).isPresent()
                            ? new Reserved(next.get(i).getAsLong(), true)
                            : reserve(stream, (Long) rows.get(i).values().get(0)));
        }
        return reserved;
    }

    private Row take(IsolationContext stream, long count, String holder) {
        return Row.of(stream, count, work.node(), work.node(), holder);
    }

    /** Reserves numbers in a stream that is new, held by another process, or left by one with entries in it. */
    private Reserved reserve(IsolationContext stream, long count) throws SQLException {
        Optional<String> holder = work.transaction().text(work.statements().holder(), stream);
        if (holder.isEmpty() && create(stream, count)) {
            return new Reserved(AppendStatements.FIRST_SEQUENCE + count, true);
        }
        OptionalLong next = isAlive(holder.orElse(""))
                ? OptionalLong.empty()
                : work.transaction().number(work.statements().take(), take(stream, count, holder.orElse("")));
        return next.isPresent() ? new Reserved(next.getAsLong(), true) : new Reserved(advance(stream, count), false);
    }

    private boolean isAlive(String holder) {
        if (othersAlive == null) {
            othersAlive = nodes.othersAlive(work.node());
        }
        return othersAlive.contains(holder);
    }

    private boolean create(IsolationContext stream, long count) throws SQLException {
        long now = work.now();
        work.transaction().execute(work.statements().append().insertAgent(), stream, now);
        return work.transaction()
                        .execute(
                                work.statements().insertStream(),
                                stream,
                                now,
                                now,
                                AppendStatements.FIRST_SEQUENCE + count,
                                work.node())
                == 1;
    }

    private long advance(IsolationContext stream, long count) throws SQLException {
        return work.transaction()
                .number(work.statements().append().advance(), Row.of(stream, count))
                .orElseThrow();
    }
}
