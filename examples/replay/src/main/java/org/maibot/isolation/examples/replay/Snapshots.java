package org.maibot.isolation.examples.replay;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.examples.replay.Activity.StreamActivity;
import org.maibot.isolation.examples.replay.Snapshot.ScopeWork;
import org.maibot.isolation.examples.replay.Snapshot.Work;
import org.maibot.isolation.heartflow.HeartflowProcessor;

/** Looks at what the bot does. For one thread at a time. */
final class Snapshots {
    private static final int BUSIEST = 5;
    private static final Comparator<StreamActivity> BUSIEST_FIRST = Comparator.comparingLong(StreamActivity::ended)
            .reversed()
            .thenComparing(activity -> activity.stream().canonical());

    private final Roster roster;
    private final Activity activity;
    private final LongSupplier nanos;
    private final long began;
    private long lastLook;
    private long lastEnded;

    /**
     * Begins.
     *
     * @param nanos a clock that goes on steadily
     */
    Snapshots(Roster roster, Activity activity, LongSupplier nanos) {
        this.roster = roster;
        this.activity = activity;
        this.nanos = nanos;
        this.began = nanos.getAsLong();
        this.lastLook = began;
    }

    /** What it does; messages per second are those since the last look. */
    Snapshot take() {
        long now = nanos.getAsLong();
        Snapshot snapshot = take(now, lastLook, lastEnded);
        lastLook = now;
        lastEnded = snapshot.total().ended();
        return snapshot;
    }

    /** What it does; messages per second are those since the beginning. */
    Snapshot whole() {
        return take(nanos.getAsLong(), began, 0);
    }

    private Snapshot take(long now, long since, long endedThen) {
        List<StreamActivity> streams = activity.streams();
        List<ScopeWork> scopes = scopes(streams);
        Work total = sum(scopes.stream()
                .filter(scope -> scope.scope().agentId().isPresent())
                .toList());
        return new Snapshot(
                Duration.ofNanos(now - began),
                now == since ? 0 : (total.ended() - endedThen) * 1e9 / (now - since),
                activity.latencies().percentile(0.5),
                activity.latencies().percentile(0.99),
                total,
                scopes,
                streams.stream().sorted(BUSIEST_FIRST).limit(BUSIEST).toList());
    }

    private List<ScopeWork> scopes(List<StreamActivity> streams) {
        Map<IsolationContext, List<StreamActivity>> ofAgents =
                streams.stream().collect(Collectors.groupingBy(StreamActivity::agent));
        SortedMap<String, List<ScopeWork>> tenants = roster.processors().stream()
                .map(processor -> work(processor, ofAgents.getOrDefault(processor.context(), List.of())))
                .sorted(Comparator.comparing(agent -> agent.scope().agentId().orElseThrow()))
                .collect(Collectors.groupingBy(agent -> agent.scope().tenantId(), TreeMap::new, Collectors.toList()));
        return tenants.entrySet().stream()
                .flatMap(tenant -> Stream.concat(
                        Stream.of(new ScopeWork(IsolationContext.of(tenant.getKey()), sum(tenant.getValue()))),
                        tenant.getValue().stream()))
                .toList();
    }

    private static Work sum(List<ScopeWork> agents) {
        return agents.stream().map(ScopeWork::work).reduce(Work.NONE, Work::plus);
    }

    private static ScopeWork work(HeartflowProcessor processor, List<StreamActivity> streams) {
        long underWay = streams.stream().mapToLong(StreamActivity::underWay).sum();
        return new ScopeWork(processor.context(), Work.of(processor.counts(), streams.size(), underWay));
    }
}
