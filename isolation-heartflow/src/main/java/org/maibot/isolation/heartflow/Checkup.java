package org.maibot.isolation.heartflow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.heartflow.HeartflowHealth.Kind;
import org.maibot.isolation.heartflow.HeartflowHealth.Problem;

/** Looks at how a flow fares. Safe for use by several threads. */
final class Checkup {
    private static final long IN_A_ROW = 5;
    private static final double NEARLY_FULL = 0.9;
    private static final int NAMED = 5;

    private final Flow flow;
    private final Limits limits;
    private final long stuckAfter;

    /** @param stuckAfter how long a turn lasts at most, if it heeds its interruption */
    Checkup(Flow flow, Limits limits, Duration stuckAfter) {
        this.flow = flow;
        this.limits = limits;
        this.stuckAfter = stuckAfter.toNanos();
    }

    TenantInfo tenant(String tenantId, Map<String, OutcomeCounts> counts, Queues queues) {
        return queues.lanes().stream()
                .filter(lane -> lane.tenantId.equals(tenantId))
                .findFirst()
                .map(lane -> new TenantInfo(
                        tenantId, counts, lane.streams, lane.places, lane.inFlight, longestWait(lane), lane.weight))
                .orElseGet(() -> new TenantInfo(
                        tenantId,
                        counts,
                        0,
                        0,
                        0,
                        Duration.ZERO,
                        limits.weights().getOrDefault(tenantId, 1.0)));
    }

    private Duration longestWait(Lane lane) {
        Delivery oldest = lane.waiting.first();
        return oldest == null
                ? Duration.ZERO
                : Duration.ofNanos(flow.scheduler().now() - oldest.arrived);
    }

    HeartflowHealth health() {
        List<Problem> problems = new ArrayList<>();
        flow.scheduler().inspect(queues -> {
            addStuck(queues, problems);
            addFull(queues, problems);
            addFullStreams(queues, problems);
            return problems;
        });
        addFailing(
                Kind.FAILING_GENERATOR, flow.vitals().generatorFailures(), "replies could not be generated", problems);
        addFailing(Kind.FAILING_SENDER, flow.vitals().senderFailures(), "replies could not be sent", problems);
        addFailing(Kind.FAILING_STORE, flow.vitals().storeFailures(), "messages could not be kept or stored", problems);
        flow.journal().problem().ifPresent(text -> problems.add(new Problem(Kind.FAILING_STORE, text)));
        if (flow.scheduler().hasNoWorkers()) {
            problems.add(
                    new Problem(
                            Kind.FAILING_EXECUTOR,
                            "The executor takes no work, so messages wait; see whether it was shut down or has too short a queue"));
        }
        if (flow.scheduler().isClosed()) {
            problems.add(new Problem(Kind.CLOSED, "The heartflow is closed, and refuses messages; open another one"));
        }
        return new HeartflowHealth(problems);
    }

    private void addStuck(Queues queues, List<Problem> problems) {
        List<String> stuck = queues.running().stream()
                .filter(this::isStuck)
                .map(delivery -> delivery.stream.toString())
                .toList();
        if (!stuck.isEmpty()) {
            problems.add(new Problem(
                    Kind.STUCK_STREAM,
                    stuck.size()
                            + " chat streams do not go on, since a step of theirs does not end when it is interrupted: "
                            + String.join(", ", stuck.subList(0, Math.min(NAMED, stuck.size())))
                            + "; look at what the host's code waits for there"));
        }
    }

    private boolean isStuck(Delivery delivery) {
        Handling handling = delivery.handling;
        return handling != null
                && !handling.isEnded()
                && handling.interruption().age() > stuckAfter;
    }

    private void addFull(Queues queues, List<Problem> problems) {
        if (queues.places() >= NEARLY_FULL * limits.inAll()) {
            problems.add(full("heartflow's queue", queues.places(), limits.inAll()));
        }
        queues.lanes().stream()
                .filter(lane -> lane.places >= NEARLY_FULL * limits.perTenant())
                .forEach(lane ->
                        problems.add(full("queue of tenant " + printable(lane), lane.places, limits.perTenant())));
    }

    /** The chat streams whose next message may have, or has, its turn here, or waits for another process: only these can have others behind it. */
    private void addFullStreams(Queues queues, List<Problem> problems) {
        List<Mailbox> full = queues.waitingStreams()
                .filter(mailbox -> mailbox.places() >= NEARLY_FULL * limits.perStream())
                .toList();
        if (!full.isEmpty()) {
            problems.add(new Problem(
                    Kind.FULL_QUEUE,
                    "The queues of " + full.size() + " chat streams hold " + limits.perStream()
                            + " messages, or nearly so: "
                            + full.stream()
                                    .limit(NAMED)
                                    .map(mailbox -> mailbox.stream.toString())
                                    .collect(Collectors.joining(", "))
                            + "; look for a flood, or raise maxWaitingPerStream"));
        }
    }

    private static String printable(Lane lane) {
        return IsolationContext.of(lane.tenantId).canonical();
    }

    private static Problem full(String queue, int places, int bound) {
        return new Problem(
                Kind.FULL_QUEUE,
                "The " + queue + " holds " + places + " of " + bound
                        + " messages; add processes or workers, or look for a flood");
    }

    private static void addFailing(Kind kind, long failures, String what, List<Problem> problems) {
        if (failures >= IN_A_ROW) {
            problems.add(new Problem(kind, "The last " + failures + " " + what + "; the log has the causes"));
        }
    }
}
