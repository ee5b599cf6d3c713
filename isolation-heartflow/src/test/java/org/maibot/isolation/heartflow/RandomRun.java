package org.maibot.isolation.heartflow;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.heartflow.Outcome.Failed;
import org.maibot.isolation.heartflow.Outcome.IgnoreReason;
import org.maibot.isolation.heartflow.Outcome.Ignored;
import org.maibot.isolation.heartflow.Outcome.Postponed;
import org.maibot.isolation.heartflow.Outcome.Refused;
import org.maibot.isolation.heartflow.Outcome.Replied;
import org.maibot.isolation.heartflow.SimulatedProcess.Handed;
import org.maibot.isolation.heartflow.UnsteadyDatabase.Commits;
import org.maibot.isolation.jdbc.Isolation;

/** What a seed makes of some processes that share a database, and whether everything is as it is to be in the end. */
final class RandomRun {
    private static final Duration IDLE = Duration.ofSeconds(2);
    private static final Duration[] TIMES = {
        Duration.ofMillis(100), Duration.ofMillis(200), Duration.ofSeconds(1), Duration.ofSeconds(5)
    };

    private final Callable<Connection> admin;
    private final List<UnsteadyDatabase> databases;
    private final List<Isolation> isolations;
    private final Random random;
    private final FickleReplies replies;
    private final List<String> tenants;
    private final List<String> trace = new CopyOnWriteArrayList<>();
    private final SimulatedProcess[] processes;
    private final List<SimulatedProcess> all = new ArrayList<>();
    private final List<Handed> sent = new ArrayList<>();
    private final Map<SimulatedProcess, Long> nodes = new HashMap<>();
    private int messages;

    /** A row of the table of messages. */
    private record Row(String stream, long sequence, String id, boolean isReply, String text) {}

    RandomRun(long seed, Callable<Connection> admin, List<UnsteadyDatabase> databases, List<Isolation> isolations) {
        this.admin = admin;
        this.databases = databases;
        this.isolations = isolations;
        this.random = new Random(seed);
        this.replies = new FickleReplies(seed);
        this.tenants = List.of("a" + seed, "b" + seed);
        this.processes = new SimulatedProcess[databases.size()];
    }

    /** Runs to the end, and throws an error that tells all if something is not as it is to be. */
    void run(int operations) throws Exception {
        try {
            for (int i = 0; i < processes.length; i++) {
                open(i);
            }
            for (int i = 0; i < operations; i++) {
                operate();
            }
            heal();
            check();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(story(e), e);
        } finally {
            for (SimulatedProcess process : all) {
                process.heal();
                if (!process.closed) {
                    process.close();
                }
            }
        }
    }

    private String story(Throwable e) throws Exception {
        StringBuilder story = new StringBuilder(e + "\n");
        trace.forEach(line -> story.append(line).append('\n'));
        for (SimulatedProcess process : all) {
            story.append(process.name).append(process.closed ? " closed " : " ");
            story.append(process.heartflow.stats()).append(' ');
            story.append(process.heartflow.health()).append('\n');
        }
        sent.forEach(next -> story.append(next).append('\n'));
        replies.attempts().forEach(attempt -> story.append(attempt).append('\n'));
        stored().forEach(row -> story.append(row).append('\n'));
        query("select * from heartflow_nodes").forEach(row -> story.append(row).append('\n'));
        for (String table : List.of("heartflow_inbox", "heartflow_outcomes", "chat_streams")) {
            query("select * from " + table + ofTenants())
                    .forEach(row -> story.append(table).append(row).append('\n'));
        }
        return story.toString();
    }

    private void open(int slot) throws Exception {
        Set<Long> before = nodes();
        int number = all.size();
        SimulatedProcess process = new SimulatedProcess(
                "p" + number, databases.get(slot), isolations.get(slot), replies, IDLE, trace::add);
        all.add(process);
        processes[slot] = process;
        Set<Long> after = nodes();
        after.removeAll(before);
        nodes.put(process, after.iterator().next());
        tenants.forEach(process::serve);
        trace.add("open " + process.name + " in " + slot);
    }

    private void operate() throws Exception {
        SimulatedProcess process = processes[random.nextInt(processes.length)];
        String tenant = tenants.get(random.nextInt(tenants.size()));
        int dice = random.nextInt(100);
        if (dice < 36) {
            submit(process, tenant, "g" + random.nextInt(2));
        } else if (dice < 40) {
            String group = "g" + random.nextInt(2);
            for (int i = 0; i < 4; i++) {
                submit(process, tenant, group);
            }
        } else if (dice < 55) {
            replies.endOne(random.nextInt(100));
            trace.add("end one");
        } else if (dice < 70) {
            pass(process, TIMES[random.nextInt(TIMES.length)]);
        } else if (dice < 76) {
            awaitKnown(process);
        } else if (dice < 80) {
            linger();
        } else if (dice < 82) {
            cancel();
        } else {
            disturb(process, tenant, dice);
        }
    }

    private void disturb(SimulatedProcess process, String tenant, int dice) throws Exception {
        switch (dice) {
            case 82 -> {
                trace.add(process.name + " away");
                process.away(true);
            }
            case 83 -> {
                Commits fate = fate();
                trace.add(process.name + " commits " + fate);
                process.commits(fate);
            }
            case 84, 85, 86 -> {
                Commits fate = fate();
                trace.add(process.name + " next commit " + fate);
                process.nextCommit(fate);
            }
            case 87, 88, 89 -> {
                trace.add(process.name + " heals");
                process.heal();
            }
            case 90 -> {
                trace.add(process.name + " held up");
                process.letGo();
                process.holdUp();
            }
            case 91, 92 -> {
                trace.add(process.name + " let go");
                process.letGo();
            }
            case 93, 94 -> expire(process);
            case 95 -> cleanUp(process, tenant);
            case 96, 97 -> serve(process, tenant);
            case 98 -> reopen(process);
            default -> {
                for (SimulatedProcess each : processes) {
                    pass(each, Duration.ofSeconds(5));
                }
            }
        }
    }

    private Commits fate() {
        return random.nextBoolean() ? Commits.REFUSED : Commits.DONE_WITHOUT_ANSWER;
    }

    private void submit(SimulatedProcess process, String tenant, String group) {
        String id = messages > 0 && random.nextInt(10) == 0 ? "m" + random.nextInt(messages) : "m" + messages++;
        Handed next = process.submit(sent.size(), tenant, group, id);
        sent.add(next);
        trace.add(process.name + " submit " + next.number + ": " + tenant + "/" + group + "/" + id);
    }

    private void pass(SimulatedProcess process, Duration time) {
        trace.add(process.name + " pass " + time);
        process.time.pass(time);
    }

    private void awaitKnown(SimulatedProcess process) {
        if (!process.heldUp) {
            Awaiting.until(() -> process.sent.stream().allMatch(Handed::isKnown));
            trace.add(process.name + " await what is accepted");
        }
    }

    private void linger() {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1 + random.nextInt(5)));
        trace.add("linger");
    }

    private void cancel() {
        List<Handed> open = sent.stream().filter(next -> !next.isDone()).toList();
        if (!open.isEmpty()) {
            Handed next = open.get(random.nextInt(open.size()));
            next.submission.cancel();
            next.cancelled = next.submission.outcome().toCompletableFuture().isCancelled();
            trace.add("cancel " + next.number);
        }
    }

    /** The database hears nothing of a process for long, or others have taken it for dead. */
    private void expire(SimulatedProcess process) throws Exception {
        Set<Long> unknown = nodes();
        Long node = requireNonNull(nodes.get(process));
        if (!unknown.contains(node)) {
            List.of(processes).forEach(other -> unknown.remove(nodes.get(other)));
            if (unknown.isEmpty()) {
                return;
            }
            node = unknown.iterator().next(); // of its new life, mostly
        }
        boolean buried = random.nextBoolean();
        execute(
                buried
                        ? "delete from heartflow_nodes where node_id = " + node
                        : "update heartflow_nodes set expires_at = 0 where node_id = " + node);
        trace.add(process.name + (buried ? " buried" : " expired"));
    }

    private void cleanUp(SimulatedProcess process, String tenant) {
        if (!process.heldUp) {
            trace.add(process.name + " clean up " + tenant);
            process.cleanUp(tenant);
        }
    }

    private void serve(SimulatedProcess process, String tenant) {
        if (!process.heldUp) {
            trace.add(process.name + " serve " + tenant);
            process.serve(tenant);
        }
    }

    private void reopen(SimulatedProcess process) throws Exception {
        int slot = List.of(processes).indexOf(process);
        trace.add(process.name + " close");
        if (processes.length == 1) {
            process.heal();
        }
        process.close();
        requireEnded(process);
        process.heal();
        open(slot);
    }

    private static void requireEnded(SimulatedProcess process) {
        for (Handed next : process.sent) {
            require(next.isDone(), "no outcome after closing: " + next);
        }
    }

    private void heal() throws Exception {
        trace.add("heal everything");
        for (SimulatedProcess process : processes) {
            process.heal();
        }
        replies.calm();
        for (SimulatedProcess process : processes) {
            tenants.forEach(process::serve);
        }
        awaitQuiet();
        for (SimulatedProcess process : processes) {
            for (String tenant : tenants) {
                for (int group = 0; group < 2; group++) {
                    submit(process, tenant, "g" + group);
                }
            }
        }
        awaitQuiet();
        trace.add("quiet");
        awaitForgotten();
    }

    private void awaitForgotten() {
        Awaiting.until(() -> {
            for (SimulatedProcess process : processes) {
                process.time.pass(IDLE);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            return List.of(processes).stream()
                            .allMatch(process -> process.heartflow.stats().streams() == 0)
                    && count("chat_streams" + ofTenants() + " and lease_node in (select node_id from heartflow_nodes)")
                            == 0;
        });
    }

    private void awaitQuiet() {
        Awaiting.until(() -> {
            for (SimulatedProcess process : processes) {
                process.time.pass(Duration.ofMillis(500));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            return List.of(processes).stream().allMatch(SimulatedProcess::isQuiet)
                    && count("heartflow_inbox" + ofTenants()) == 0;
        });
    }

    private String ofTenants() {
        return " where tenant_id in ('" + String.join("','", tenants) + "')";
    }

    private long count(String table) {
        try {
            return Long.parseLong(query("select count(*) from " + table).get(0).get(0));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private void check() throws Exception {
        Map<String, Row> rows = new LinkedHashMap<>();
        Map<String, Row> answers = new HashMap<>();
        for (Row row : stored()) {
            if (row.isReply()) {
                answers.put(row.stream() + "/" + row.id(), row);
            } else {
                rows.put(row.stream() + "/" + row.id(), row);
            }
        }
        Set<String> replied = new HashSet<>();
        Set<String> cancelled = new HashSet<>();
        sent.stream().filter(next -> next.cancelled).forEach(next -> cancelled.add(key(next)));
        for (SimulatedProcess process : all) {
            for (Handed next : process.sent) {
                check(process, next);
                Outcome outcome = next.outcome();
                Row row = rows.get(key(next));
                Row answer = answers.get(stream(next).canonical() + "/" + ReplyIds.replyTo(stream(next), next.id));
                if (next.isAccepted() && !cancelled.contains(key(next))) {
                    require(row != null, "lost: " + next);
                    require(answer != null || failedForGood(next), "without its reply: " + next);
                }
                if (outcome instanceof Replied told) {
                    require(replied.add(key(next)), "replied twice: " + next);
                    require(row != null && answer != null, "replied and not stored: " + next);
                    require(
                            Objects.requireNonNull(answer)
                                    .text()
                                    .equals(told.sent().get(0).text()),
                            "told another reply than is stored: " + next + " but " + answer);
                }
            }
            HeartflowStats stats = process.heartflow.stats();
            require(stats.waiting() == 0 && stats.underWay() == 0, "left: " + process.name + " " + stats);
            require(stats.counts().pending() == 0, "counts: " + process.name + " " + stats);
            require(stats.counts().received() == process.told.get(), "told " + process.told + ": " + stats);
            require(process.reservations.open.get() == 0, "reserved: " + process.name);
        }
        checkOrder(rows, answers);
        require(count("llm_usage" + ofTenants()) == answers.size(), "usage is not stored once");
    }

    private boolean failedForGood(Handed next) {
        return replies.attempts().stream()
                .anyMatch(attempt -> attempt.stream().equals(stream(next))
                        && attempt.messageId().equals(next.id)
                        && attempt.failedForGood());
    }

    private void check(SimulatedProcess process, Handed next) {
        Outcome outcome = next.outcome();
        if (next.cancelled) {
            return;
        }
        require(next.isKnown() && outcome != null, "no outcome: " + next);
        if (outcome instanceof Postponed) {
            require(process.closed || process.cleanedUp.contains(next.tenant), "postponed without need: " + next);
        } else if (outcome instanceof Failed failed) {
            require(
                    next.isAccepted()
                            ? failed.step() == Step.GENERATE
                            : failed.step() == Step.INBOX && process.hasFailed,
                    "failed otherwise: " + next);
        } else if (outcome instanceof Refused) {
            require(process.cleanedUp.contains(next.tenant) && !next.isAccepted(), "refused: " + next);
        } else if (outcome instanceof Ignored ignored) {
            require(ignored.reason() == IgnoreReason.DUPLICATE && !next.isAccepted(), "ignored: " + next);
            require(process.hasFailed || isSentBefore(next), "not known before: " + next);
        } else {
            require(outcome instanceof Replied && next.isAccepted(), "not accepted: " + next);
        }
    }

    private boolean isSentBefore(Handed next) {
        return sent.stream().anyMatch(other -> other != next && key(other).equals(key(next)));
    }

    /** What was accepted before something else was handed over has its place before it, and is replied to before it. */
    private void checkOrder(Map<String, Row> rows, Map<String, Row> answers) {
        Map<String, Integer> last = new HashMap<>();
        answers.values().stream()
                .sorted((one, other) -> Long.compare(one.sequence(), other.sequence()))
                .forEach(answer -> {
                    int attempt = FickleReplies.attemptOf(answer.text());
                    Integer before = last.put(answer.stream(), attempt);
                    require(
                            before == null || before < attempt,
                            "replied out of order: " + answer + " after #" + before);
                });
        for (SimulatedProcess process : all) {
            Map<String, Handed> before = new HashMap<>();
            for (Handed next : process.sent) {
                if (next.isAccepted() && !isSentBefore(next) && !next.cancelled) {
                    Handed earlier = before.put(stream(next).canonical(), next);
                    require(
                            earlier == null
                                    || requireNonNull(rows.get(key(earlier))).sequence()
                                            < requireNonNull(rows.get(key(next)))
                                                    .sequence(),
                            "stored out of order: " + earlier + " and " + next);
                }
            }
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    private static IsolationContext stream(Handed next) {
        return IsolationContext.of(next.tenant, "support", "qq", next.group);
    }

    private static String key(Handed next) {
        return stream(next).canonical() + "/" + next.id;
    }

    private List<Row> stored() throws Exception {
        return query("select tenant_id, chat_stream_id, sequence, message_id, role, text from messages" + ofTenants()
                        + " order by tenant_id, chat_stream_id, sequence")
                .stream()
                .map(row -> new Row(
                        IsolationContext.of(row.get(0), "support", "qq", row.get(1))
                                .canonical(),
                        Long.parseLong(row.get(2)),
                        row.get(3),
                        row.get(4).equals("agent"),
                        row.get(5)))
                .toList();
    }

    private Set<Long> nodes() throws Exception {
        Set<Long> ids = new HashSet<>();
        query("select node_id from heartflow_nodes").forEach(row -> ids.add(Long.parseLong(row.get(0))));
        return ids;
    }

    private List<List<String>> query(String sql) throws Exception {
        List<List<String>> rows = new ArrayList<>();
        try (Connection connection = admin.call();
                Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery(sql)) {
            int columns = results.getMetaData().getColumnCount();
            while (results.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    row.add(String.valueOf(results.getString(i)));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    private void execute(String sql) throws Exception {
        try (Connection connection = admin.call();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
