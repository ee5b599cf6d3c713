package org.maibot.isolation.heartflow;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.heartflow.UnsteadyDatabase.Commits;
import org.maibot.isolation.jdbc.Isolation;
import org.maibot.isolation.query.Usage;

/** One of some heartflows that share a database, with a way to that of its own, and time of its own. */
final class SimulatedProcess {
    private static final Duration AGES = Duration.ofDays(9_999);

    final String name;
    final UnsteadyDatabase database;
    final ManualTime time = new ManualTime();
    final Heartflow heartflow;
    final Map<String, HeartflowProcessor> processors = new HashMap<>();
    final List<Handed> sent = new ArrayList<>();
    final AtomicInteger told = new AtomicInteger();
    final Reservations reservations = new Reservations();

    /** Tenants that were cleaned up once. */
    final Set<String> cleanedUp = new HashSet<>();

    boolean heldUp;
    boolean hasFailed;
    boolean closed;

    /** What was handed to it. */
    static final class Handed {
        final int number;
        final String tenant;
        final String group;
        final String id;
        final Submission submission;
        boolean cancelled;

        Handed(int number, String tenant, String group, String id, Submission submission) {
            this.number = number;
            this.tenant = tenant;
            this.group = group;
            this.id = id;
            this.submission = submission;
        }

        boolean isDone() {
            return submission.outcome().toCompletableFuture().isDone();
        }

        boolean isKnown() {
            return submission.accepted().toCompletableFuture().isDone();
        }

        boolean isAccepted() {
            return isKnown() && Outcomes.of(submission.accepted());
        }

        /** Its outcome; null if it has none, or was cancelled. */
        @Nullable
        Outcome outcome() {
            return cancelled || !isDone() ? null : Outcomes.of(submission.outcome());
        }

        @Override
        public String toString() {
            return number + ": " + tenant + "/" + group + "/" + id
                    + (isKnown() ? isAccepted() ? " accepted" : "" : " ?") + " "
                    + (cancelled ? "cancelled" : outcome());
        }
    }

    /** Counts what a quota gate reserves and gets back. */
    static final class Reservations implements QuotaGate {
        final AtomicInteger open = new AtomicInteger();

        @Override
        public Reservation reserve(Turn turn) {
            open.incrementAndGet();
            return new Reservation() {
                @Override
                public void commit(List<Usage> usages) {
                    open.decrementAndGet();
                }

                @Override
                public void release() {
                    open.decrementAndGet();
                }
            };
        }
    }

    SimulatedProcess(
            String name,
            UnsteadyDatabase database,
            Isolation isolation,
            FickleReplies replies,
            Duration idleTime,
            Consumer<String> trace) {
        this.name = name;
        this.database = database;
        this.heartflow = Heartflow.on(isolation)
                .replyGenerator(replies.of(name, trace))
                .sender(Bot.nowhere())
                .historySize(0)
                .memoriesSize(0)
                .quotaGate(reservations)
                .listener((scope, outcome, waited, handled) -> {
                    told.incrementAndGet();
                    trace.accept(name + " tells " + scope.canonical() + " " + outcome);
                })
                .turnTime(AGES)
                .generatorTime(AGES)
                .senderTime(AGES)
                .retries(new RetryPolicy(1_000, Duration.ofMillis(200), Duration.ofSeconds(1)))
                .idleTime(idleTime)
                .time(time)
                .build();
    }

    void serve(String tenant) {
        processors.put(tenant, heartflow.createHeartflowProcessor(tenant, "support"));
    }

    Handed submit(int number, String tenant, String group, String id) {
        Submission submission = requireNonNull(processors.get(tenant))
                .submit(Bot.message(tenant, group, id).build());
        Handed next = new Handed(number, tenant, group, id, submission);
        sent.add(next);
        return next;
    }

    void cleanUp(String tenant) {
        cleanedUp.add(tenant);
        heartflow.cleanupTenant(tenant);
    }

    void holdUp() {
        heldUp = true;
        database.holdUp();
    }

    void letGo() {
        if (heldUp) {
            heldUp = false;
            database.letGo();
        }
    }

    void away(boolean isAway) {
        hasFailed |= isAway;
        database.away(isAway);
    }

    void commits(Commits fate) {
        hasFailed |= fate != Commits.DONE;
        database.commits(fate);
    }

    void nextCommit(Commits fate) {
        hasFailed = true;
        database.nextCommit(fate);
    }

    void heal() {
        letGo();
        database.away(false);
        database.commits(Commits.DONE);
        database.nextCommit(Commits.DONE);
    }

    /** Closes at once; the database may be out of reach. */
    void close() {
        letGo();
        closed = true;
        try {
            heartflow.close(Duration.ZERO);
        } catch (IllegalStateException e) {
            hasFailed = true;
        }
    }

    boolean isQuiet() {
        HeartflowStats stats = heartflow.stats();
        return stats.waiting() == 0 && stats.underWay() == 0 && sent.stream().allMatch(Handed::isDone);
    }
}
