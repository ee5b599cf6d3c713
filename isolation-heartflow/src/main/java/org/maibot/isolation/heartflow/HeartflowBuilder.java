package org.maibot.isolation.heartflow;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.Isolation;
import org.maibot.isolation.query.Memory;
import org.maibot.isolation.query.Message;
import org.maibot.isolation.query.StoredMessage;

/** Settings of a {@link Heartflow}. A generator and a sender are needed, all else has a default. Not safe for use by several threads. */
public final class HeartflowBuilder {
    private static final Duration SHORTEST_LEASE = Duration.ofMillis(100);

    private final Isolation isolation;
    private final Map<String, Double> weights = new HashMap<>();
    private final List<StepHook> hooks = new ArrayList<>();
    private final List<HeartflowListener> listeners = new ArrayList<>();
    private IdentityCheck identity = IdentityCheck.claimed();
    private StreamIds streamIds = StreamIds.standard();
    private WordFilter filter = WordFilter.none();
    private CommandHandler commands = CommandHandler.none();
    private MentionDetector mentions = MentionDetector.standard();
    private MessageRecorder recorder = MessageRecorder.standard();
    private @Nullable ReplyDecision decision;
    private ToDoubleFunction<Turn> talkValue = turn -> 1;
    private DoubleSupplier random = () -> ThreadLocalRandom.current().nextDouble();
    private SendPermission permission = SendPermission.everywhere();
    private QuotaGate quota = QuotaGate.unlimited();
    private @Nullable ContextAssembler context;
    private int historySize = 20;
    private int memoriesSize = 10;
    private @Nullable ReplyGenerator generator;
    private UsageRecorder usage = UsageRecorder.standard();
    private @Nullable OutboundSender sender;
    private TypingDelay typing = TypingDelay.none();
    private MemoryHook memory = MemoryHook.none();
    private RetryPolicy retries = RetryPolicy.standard();
    private Duration turnTime = Duration.ofMinutes(3);
    private Duration generatorTime = Duration.ofMinutes(1);
    private Duration senderTime = Duration.ofSeconds(30);
    private int workers = 64;
    private int inFlight = 1_000;
    private @Nullable Integer inFlightPerTenant;
    private int perStream = 1_000;
    private int perTenant = 10_000;
    private int inAll = 100_000;
    private Overflow overflow = Overflow.REJECT;
    private int streams = 100_000;
    private Duration idleTime = Duration.ofMinutes(10);
    private @Nullable MessageStore store;
    private Duration leaseTime = Duration.ofSeconds(15);
    private @Nullable Executor executor;
    private @Nullable Clock clock;
    private @Nullable Time time;

    HeartflowBuilder(Isolation isolation) {
        this.isolation = isolation;
    }

    /** The host's way to a reply; needed. */
    public HeartflowBuilder replyGenerator(ReplyGenerator hosts) {
        this.generator = requireNonNull(hosts, "replyGenerator");
        return this;
    }

    /** The host's way out to its platforms; needed. */
    public HeartflowBuilder sender(OutboundSender hosts) {
        this.sender = requireNonNull(hosts, "sender");
        return this;
    }

    /** What is checked first, {@link IdentityCheck#claimed()} by default. */
    public HeartflowBuilder identityCheck(IdentityCheck check) {
        this.identity = requireNonNull(check, "check");
        return this;
    }

    /** The formula for the ids of chat streams, {@link StreamIds#standard()} by default. */
    public HeartflowBuilder streamIds(StreamIds formula) {
        this.streamIds = requireNonNull(formula, "formula");
        return this;
    }

    /** What is not wanted; nothing by default. */
    public HeartflowBuilder wordFilter(WordFilter unwanted) {
        this.filter = requireNonNull(unwanted, "unwanted");
        return this;
    }

    /** The commands; none by default. */
    public HeartflowBuilder commands(CommandHandler handler) {
        this.commands = requireNonNull(handler, "handler");
        return this;
    }

    /** How it is found out whether an agent is called, {@link MentionDetector#standard} without further names by default. */
    public HeartflowBuilder mentionDetector(MentionDetector detector) {
        this.mentions = requireNonNull(detector, "detector");
        return this;
    }

    /** What is stored of a message and a reply, {@link MessageRecorder#standard()} by default. */
    public HeartflowBuilder messageRecorder(MessageRecorder newRecorder) {
        this.recorder = requireNonNull(newRecorder, "newRecorder");
        return this;
    }

    /** Which messages are replied to; by the {@linkplain #talkValue talk value} by default. */
    public HeartflowBuilder replyDecision(ReplyDecision rule) {
        this.decision = requireNonNull(rule, "rule");
        return this;
    }

    /** The probability of a reply to a message that does not mention the agent, from 0 to 1; 1 by default. */
    public HeartflowBuilder talkValue(double probability) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("The talk value is " + probability + "; give 0 to 1");
        }
        return talkValue(turn -> probability);
    }

    /** The same, by chat stream, time or whatever. */
    public HeartflowBuilder talkValue(ToDoubleFunction<Turn> probability) {
        this.talkValue = requireNonNull(probability, "probability");
        return this;
    }

    /** Random numbers from 0 (included) to 1 (excluded), from several threads. */
    public HeartflowBuilder random(DoubleSupplier numbers) {
        this.random = requireNonNull(numbers, "numbers");
        return this;
    }

    /** Where agents may send; everywhere by default. */
    public HeartflowBuilder sendPermission(SendPermission rule) {
        this.permission = requireNonNull(rule, "rule");
        return this;
    }

    /** What keeps tenants within their quotas; nothing by default. */
    public HeartflowBuilder quotaGate(QuotaGate gate) {
        this.quota = requireNonNull(gate, "gate");
        return this;
    }

    /** What a reply is generated from; by default the {@linkplain #historySize history} and the {@linkplain #memoriesSize memories} of the chat stream. */
    public HeartflowBuilder contextAssembler(ContextAssembler assembler) {
        this.context = requireNonNull(assembler, "assembler");
        return this;
    }

    /** How many messages of history a reply is generated from, 20 by default; 0 to read none. */
    public HeartflowBuilder historySize(int messages) {
        this.historySize = atLeast(0, messages, "messages of history");
        return this;
    }

    /** How many memories a reply is generated from, 10 by default; 0 to read none. A host's own {@linkplain #store store} has none. */
    public HeartflowBuilder memoriesSize(int memories) {
        this.memoriesSize = atLeast(0, memories, "memories");
        return this;
    }

    /** What use of language models is recorded, {@link UsageRecorder#standard()} by default. */
    public HeartflowBuilder usageRecorder(UsageRecorder newRecorder) {
        this.usage = requireNonNull(newRecorder, "newRecorder");
        return this;
    }

    /** How long agents seem to type; not at all by default. */
    public HeartflowBuilder typingDelay(TypingDelay delay) {
        this.typing = requireNonNull(delay, "delay");
        return this;
    }

    /** What is remembered of a message; nothing by default. */
    public HeartflowBuilder memoryHook(MemoryHook hook) {
        this.memory = requireNonNull(hook, "hook");
        return this;
    }

    /** Something that is called around each step; several are called in their order. */
    public HeartflowBuilder hook(StepHook hook) {
        hooks.add(requireNonNull(hook, "hook"));
        return this;
    }

    /** Somebody who learns what becomes of messages; several are told in their order. */
    public HeartflowBuilder listener(HeartflowListener listener) {
        listeners.add(requireNonNull(listener, "listener"));
        return this;
    }

    /** How often what failed without effect is tried again, {@link RetryPolicy#standard()} by default. */
    public HeartflowBuilder retries(RetryPolicy policy) {
        this.retries = requireNonNull(policy, "policy");
        return this;
    }

    /** How long the turn of a message may take in all, 3 minutes by default. */
    public HeartflowBuilder turnTime(Duration limit) {
        this.turnTime = positive(limit);
        return this;
    }

    /** How long an attempt to generate a reply may take, 1 minute by default. */
    public HeartflowBuilder generatorTime(Duration limit) {
        this.generatorTime = positive(limit);
        return this;
    }

    /** How long an attempt to send a segment may take, 30 seconds by default. */
    public HeartflowBuilder senderTime(Duration limit) {
        this.senderTime = positive(limit);
        return this;
    }

    /** How many threads handle messages at most, 64 by default; they end when there is nothing to do. */
    public HeartflowBuilder workers(int threads) {
        this.workers = atLeast(1, threads, "workers");
        return this;
    }

    /** How many messages may have their turn at once, those that hold no thread included; 1,000 by default. */
    public HeartflowBuilder maxUnderWay(int messages) {
        this.inFlight = atLeast(1, messages, "messages under way");
        return this;
    }

    /** How many messages of one tenant may have their turn at once; by default half of all, so that no tenant takes every place. */
    public HeartflowBuilder maxUnderWayPerTenant(int messages) {
        this.inFlightPerTenant = atLeast(1, messages, "messages of a tenant under way");
        return this;
    }

    /** How many messages of one chat stream may wait, 1,000 by default. */
    public HeartflowBuilder maxWaitingPerStream(int messages) {
        this.perStream = atLeast(1, messages, "messages of a chat stream that wait");
        return this;
    }

    /** How many messages of one tenant may wait, 10,000 by default. */
    public HeartflowBuilder maxWaitingPerTenant(int messages) {
        this.perTenant = atLeast(1, messages, "messages of a tenant that wait");
        return this;
    }

    /** How many messages may wait in all, 100,000 by default. */
    public HeartflowBuilder maxWaiting(int messages) {
        this.inAll = atLeast(1, messages, "messages that wait");
        return this;
    }

    /** What happens to a message for which a queue has no room, {@link Overflow#REJECT} by default. */
    public HeartflowBuilder overflow(Overflow policy) {
        this.overflow = requireNonNull(policy, "policy");
        return this;
    }

    /**
     * The share of a tenant when there is more to do than can be done: one of weight 2 has twice as many turns as one of weight 1, which is the default.
     *
     * @param share from 0.01 to 100
     */
    public HeartflowBuilder weight(String tenantId, double share) {
        if (!(share >= 0.01 && share <= 100)) {
            throw new IllegalArgumentException("The weight is " + share + "; give 0.01 to 100");
        }
        weights.put(IsolationContext.of(tenantId).tenantId(), share);
        return this;
    }

    /** How many chat streams are kept in memory, those excepted in which something happens; 100,000 by default. */
    public HeartflowBuilder maxStreams(int chatStreams) {
        this.streams = atLeast(0, chatStreams, "chat streams");
        return this;
    }

    /** How long a chat stream in which nothing happens is kept in memory, 10 minutes by default. */
    public HeartflowBuilder idleTime(Duration limit) {
        this.idleTime = positive(limit);
        return this;
    }

    /**
     * Keeps messages in a place of the host's own instead of the isolation database. There is no inbox then: messages that were accepted and not handled do not survive
     * the process.
     */
    public HeartflowBuilder store(MessageStore hosts) {
        this.store = requireNonNull(hosts, "store");
        return this;
    }

    /**
     * How long a process of which nothing is heard is taken to live; then others take over its chat streams. 15 seconds by default. It is heard of three times as
     * often.
     *
     * @throws IllegalArgumentException if it is under 100 milliseconds, in which a process could not be heard of
     */
    public HeartflowBuilder leaseTime(Duration limit) {
        if (limit.compareTo(SHORTEST_LEASE) < 0) {
            throw new IllegalArgumentException("The lease time is " + limit + "; give " + SHORTEST_LEASE
                    + " or more, and some seconds where pauses and outages are to pass");
        }
        this.leaseTime = Time.bounded(limit);
        return this;
    }

    /** Where messages are handled, up to so many at once as there are {@linkplain #workers workers}; by default virtual threads where the JDK has them, else threads of its own. */
    public HeartflowBuilder executor(Executor hosts) {
        this.executor = requireNonNull(hosts, "executor");
        return this;
    }

    /** The clock, that of the runtime by default. */
    public HeartflowBuilder clock(Clock newClock) {
        this.clock = requireNonNull(newClock, "newClock");
        return this;
    }

    /** For tests: the passing of time. */
    HeartflowBuilder time(Time newTime) {
        this.time = newTime;
        return this;
    }

    /**
     * Makes the heartflow.
     *
     * @throws IllegalStateException if there is no generator or no sender, or the isolation database has no inbox since it is without the canonical schema
     */
    public Heartflow build() {
        if (generator == null || sender == null) {
            throw new IllegalStateException("Give a replyGenerator(…) and a sender(…)");
        }
        return new Heartflow(this);
    }

    Isolation isolation() {
        return isolation;
    }

    Intake intake(Flow flow) {
        return new Intake(isolation, identity, streamIds, flow);
    }

    Steps steps() {
        return new Steps(
                filter,
                commands,
                mentions,
                recorder,
                decision == null ? ReplyDecision.talkValue(talkValue, random) : decision,
                permission,
                quota,
                context == null ? new RecentContext(recentMessages(), memories(), historySize, memoriesSize) : context,
                requireNonNull(generator),
                usage,
                requireNonNull(sender),
                typing,
                memory,
                List.copyOf(hooks),
                retries,
                turnTime,
                generatorTime,
                senderTime);
    }

    private RecentContext.Source<Message> recentMessages() {
        MessageStore hosts = store;
        return hosts == null
                ? (stream, limit) -> isolation.queries(stream).messages().lastAppended(limit).stream()
                        .map(StoredMessage::message)
                        .toList()
                : hosts::recent;
    }

    private RecentContext.Source<Memory> memories() {
        return store == null
                ? (stream, limit) -> isolation.queries(stream).memories().list(limit)
                : (stream, limit) -> List.of();
    }

    Limits limits() {
        return new Limits(
                workers,
                inFlight,
                inFlightPerTenant == null ? Math.max(1, inFlight / 2) : inFlightPerTenant,
                perStream,
                perTenant,
                inAll,
                streams,
                idleTime,
                Map.copyOf(weights),
                overflow,
                turnTime);
    }

    Optional<MessageStore> hostsStore() {
        return Optional.ofNullable(store);
    }

    List<HeartflowListener> listeners() {
        return List.copyOf(listeners);
    }

    Duration leaseTime() {
        return leaseTime;
    }

    Duration turnTime() {
        return turnTime;
    }

    Clock clock() {
        return clock == null ? isolation.clock() : clock;
    }

    /** The host's executor, if it gave one. */
    Optional<Executor> hostsExecutor() {
        return Optional.ofNullable(executor);
    }

    Time newTime() {
        return time == null ? Time.system() : time;
    }

    private static int atLeast(int least, int value, String what) {
        if (value < least) {
            throw new IllegalArgumentException("It says " + value + " " + what + "; give " + least + " or more");
        }
        return value;
    }

    private static Duration positive(Duration limit) {
        if (limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException("The time is " + limit + "; give more than zero");
        }
        return Time.bounded(limit);
    }
}
