package org.maibot.isolation.heartflow;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.heartflow.HeartflowHealth.Kind;

/**
 * The metrics of a heartflow in Micrometer, which the host brings. Safe for use by several threads.
 *
 * <p>The labels have few values, whatever tenants and chat streams there are: {@code outcome}, and the {@code reason} of a refusal, of an ignored message, or the step
 * of a failure.
 *
 * <table>
 * <caption>Meters</caption>
 * <tr><th>name</th><th>what it is</th></tr>
 * <tr><td>{@code maibot.heartflow.messages}</td><td>messages with an outcome, by outcome and reason</td></tr>
 * <tr><td>{@code maibot.heartflow.wait}</td><td>how long they waited for their turn</td></tr>
 * <tr><td>{@code maibot.heartflow.turn}</td><td>how long their turn took</td></tr>
 * <tr><td>{@code maibot.heartflow.waiting}, {@code .under.way}, {@code .streams}, {@code .tenants}</td><td>what {@link HeartflowStats} says</td></tr>
 * <tr><td>{@code maibot.heartflow.problems}</td><td>how many problems {@link HeartflowHealth} has, by kind</td></tr>
 * </table>
 */
public final class HeartflowMetrics implements HeartflowListener {
    private static final String PREFIX = "maibot.heartflow.";

    private final MeterRegistry registry;
    private final Map<Label, Counter> messages = new ConcurrentHashMap<>();
    private final Timer waits;
    private final Timer turns;

    /** What a message is counted under. */
    private record Label(String outcome, String reason) {}

    private HeartflowMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.waits = Timer.builder(PREFIX + "wait")
                .description("How long messages waited for their turn")
                .register(registry);
        this.turns = Timer.builder(PREFIX + "turn")
                .description("How long the turns of messages took")
                .register(registry);
    }

    /** Metrics in a registry; give them to {@link HeartflowBuilder#listener}, and the heartflow to {@link #watch}. */
    public static HeartflowMetrics in(MeterRegistry registry) {
        return new HeartflowMetrics(requireNonNull(registry, "registry"));
    }

    /** Adds the gauges of a heartflow, for as long as it is referred to elsewhere. A registry has those of one: give another heartflow a registry of its own. */
    public void watch(Heartflow heartflow) {
        gauge(heartflow, "waiting", "Messages that wait for their turn", stats -> stats.waiting());
        gauge(heartflow, "under.way", "Messages that are having their turn", stats -> stats.underWay());
        gauge(heartflow, "streams", "Chat streams in memory", stats -> stats.streams());
        gauge(heartflow, "tenants", "Tenants with chat streams in memory", stats -> stats.tenants());
        for (Kind kind : Kind.values()) {
            Gauge.builder(PREFIX + "problems", heartflow, flow -> problems(flow, kind))
                    .description("Problems that the health check finds")
                    .tag("kind", lower(kind))
                    .register(registry);
        }
    }

    private void gauge(Heartflow heartflow, String name, String description, ToDoubleFunction<HeartflowStats> value) {
        Gauge.builder(PREFIX + name, heartflow, flow -> value.applyAsDouble(flow.stats()))
                .description(description)
                .register(registry);
    }

    private static double problems(Heartflow heartflow, Kind kind) {
        return heartflow.health().problems().stream()
                .filter(problem -> problem.kind() == kind)
                .count();
    }

    @Override
    public void onOutcome(IsolationContext scope, Outcome outcome, Duration waited, Duration handled) {
        messages.computeIfAbsent(label(outcome), this::counter).increment();
        boolean hadNoTurn = handled.isZero();
        if (!hadNoTurn) {
            turns.record(handled);
        }
        if (!hadNoTurn || !(outcome instanceof Outcome.Refused)) { // what is refused at once has not waited
            waits.record(waited);
        }
    }

    private Counter counter(Label label) {
        return Counter.builder(PREFIX + "messages")
                .description("Messages with an outcome")
                .tag("outcome", label.outcome())
                .tag("reason", label.reason())
                .register(registry);
    }

    private static Label label(Outcome outcome) {
        if (outcome instanceof Outcome.Refused refused) {
            return new Label("refused", lower(refused.reason()));
        } else if (outcome instanceof Outcome.Ignored ignored) {
            return new Label("ignored", lower(ignored.reason()));
        } else if (outcome instanceof Outcome.Failed failed) {
            return new Label("failed", lower(failed.step()));
        } else if (outcome instanceof Outcome.Replied) {
            return new Label("replied", "none");
        } else if (outcome instanceof Outcome.Filtered) {
            return new Label("filtered", "none");
        } else if (outcome instanceof Outcome.CommandHandled) {
            return new Label("command", "none");
        } else {
            return new Label("postponed", "none");
        }
    }

    private static String lower(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT);
    }
}
