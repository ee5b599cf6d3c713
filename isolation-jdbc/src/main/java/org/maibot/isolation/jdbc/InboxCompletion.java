package org.maibot.isolation.jdbc;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.MessageInbox.Completion;
import org.maibot.isolation.jdbc.ScopedTransaction.Row;
import org.maibot.isolation.query.Message;
import org.maibot.isolation.query.Usage;

/** Completes entries in a transaction: stores what came of those that are there, in the streams that this process holds. */
final class InboxCompletion {
    private final InboxWork work;
    private final List<Completion> completions;
    private final Boolean[] done;
    /** Those whose last activity is not known from what was given. */
    private final Set<IsolationContext> doubtful = new LinkedHashSet<>();

    InboxCompletion(InboxWork work, List<Completion> completions) {
        this.work = work;
        this.completions = completions;
        this.done = new Boolean[completions.size()];
        Arrays.fill(done, false);
    }

    List<Boolean> complete() throws SQLException {
        List<Integer> held = held();
        publishOutcomes(held);
        List<Integer> present = remove(held);
        storeMessages(present);
        storeUsages(present);
        work.transaction()
                .executeAll(
                        work.statements().append().noteActivity(),
                        doubtful.stream().map(Row::of).toList());
        return List.of(done);
    }

    private Completion at(int place) {
        return completions.get(place);
    }

    /** Locks the streams; returns the places of the completions in those that this process holds. */
    private List<Integer> held() throws SQLException {
        Map<IsolationContext, List<Integer>> streams =
                InboxWork.byStream(completions, completion -> completion.entry().stream());
        List<Row> rows = new ArrayList<>();
        streams.forEach((stream, places) -> rows.add(touch(stream, places)));
        int[] touched = work.transaction().executeAll(work.statements().touch(), rows);
        List<Integer> held = new ArrayList<>();
        for (int i = 0; i < touched.length; i++) {
            if (touched[i] > 0) {
                held.addAll(streams.getOrDefault(rows.get(i).context(), List.of()));
            }
        }
        return held;
    }

    private Row touch(IsolationContext stream, List<Integer> places) {
        List<Long> times = places.stream()
                .flatMap(place -> at(place).messages().stream())
                .map(message -> Micros.of(message.time()))
                .toList();
        long newest = times.stream().mapToLong(Long::longValue).max().orElse(0);
        return Row.of(stream, times.isEmpty() ? 0L : 1L, newest, newest, work.node());
    }

    /** Keeps outcomes for other processes that accepted the entries. */
    private void publishOutcomes(List<Integer> places) throws SQLException {
        List<Row> rows = new ArrayList<>();
        for (int place : places) {
            Completion completion = at(place);
            if (completion.entry().elsewhere()) {
                rows.add(Row.of(
                        completion.entry().stream(),
                        completion.outcome(),
                        work.now(),
                        completion.entry().position(),
                        work.node()));
            }
        }
        work.transaction().executeAll(work.statements().insertOutcome(), rows);
    }

    /** Removes entries; returns the places of those that were there. */
    private List<Integer> remove(List<Integer> places) throws SQLException {
        List<Row> rows = places.stream()
                .map(place ->
                        Row.of(at(place).entry().stream(), at(place).entry().position()))
                .toList();
        int[] removed = work.transaction().executeAll(work.statements().deleteEntry(), rows);
        List<Integer> present = new ArrayList<>();
        for (int i = 0; i < removed.length; i++) {
            if (removed[i] > 0) {
                present.add(places.get(i));
                done[places.get(i)] = true;
            } else {
                doubtful.add(rows.get(i).context());
            }
        }
        return present;
    }

    private void storeMessages(List<Integer> places) throws SQLException {
        List<Row> rows = new ArrayList<>();
        for (int place : places) {
            long sequence = at(place).entry().position();
            int count = 0;
            for (Message message : at(place).messages()) {
                if (count == InboxAcceptance.NUMBERS) {
                    sequence = reserveMore(at(place));
                }
                rows.add(AppendStatements.messageRow(at(place).entry().stream(), message, sequence++));
                count++;
            }
        }
        int[] stored = work.transaction().executeAll(work.statements().append().insertMessage(), rows);
        for (int i = 0; i < stored.length; i++) {
            if (stored[i] == 0) {
                doubtful.add(rows.get(i).context());
            }
        }
    }

    /** Reserves numbers for the messages beyond those that an entry has numbers for; returns the first. */
    private long reserveMore(Completion completion) throws SQLException {
        long more = completion.messages().size() - (long) InboxAcceptance.NUMBERS;
        return work.transaction()
                        .reserve(work.statements().append().advance(), Row.of(completion.entry().stream(), more))
                        .orElseThrow()
                        .next()
                - more;
    }

    private void storeUsages(List<Integer> places) throws SQLException {
        List<Row> rows = new ArrayList<>();
        for (int place : places) {
            for (Usage usage : at(place).usages()) {
                rows.add(Row.of(
                        at(place).entry().stream(),
                        UUID.randomUUID().toString(),
                        usage.model(),
                        Micros.of(usage.time()),
                        usage.promptTokens(),
                        usage.completionTokens()));
            }
        }
        work.transaction().executeAll(work.statements().insertUsage(), rows);
    }
}
