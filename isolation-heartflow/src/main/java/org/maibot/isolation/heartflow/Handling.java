package org.maibot.isolation.heartflow;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.IsolationViolationException;
import org.maibot.isolation.heartflow.Outcome.CommandHandled;
import org.maibot.isolation.heartflow.Outcome.Failed;
import org.maibot.isolation.heartflow.Outcome.Filtered;
import org.maibot.isolation.heartflow.Outcome.IgnoreReason;
import org.maibot.isolation.heartflow.Outcome.Ignored;
import org.maibot.isolation.heartflow.Outcome.Refused;
import org.maibot.isolation.heartflow.Outcome.Replied;
import org.maibot.isolation.query.Message;
import org.maibot.isolation.query.Usage;

/**
 * The turn of one message: it takes the {@link Steps}, one after the other, and ends once. One thread at a time works at it, not always the
 * same; only {@link #interruption()} is for others.
 */
final class Handling implements Call.TurnThread {
    private final Steps steps;
    private final Clock clock;
    private final Time time;
    private final Consumer<Runnable> resume;
    private final Consumer<Handled> end;
    private final Interruption interruption;
    private final List<Message> messages = new ArrayList<>(2);
    private final List<OutboundMessage> sent = new ArrayList<>(0);
    private List<Usage> usages = List.of();
    private QuotaGate.@Nullable Reservation reservation;
    private Turn turn;
    private volatile Step step = Step.FILTER;

    /**
     * Prepares a turn.
     *
     * @param resume goes on with it later, on a worker
     * @param end gets what it leaves
     */
    Handling(Steps steps, Turn turn, Clock clock, Time time, Consumer<Runnable> resume, Consumer<Handled> end) {
        this.steps = steps;
        this.turn = turn;
        this.clock = clock;
        this.time = time;
        this.resume = resume;
        this.end = end;
        this.interruption = new Interruption(time, steps.messageTime());
    }

    @Override
    public Interruption interruption() {
        return interruption;
    }

    @Override
    public Time time() {
        return time;
    }

    @Override
    public void resume(Runnable continuation) {
        resume.accept(() -> inContext(continuation));
    }

    /** Goes on until the turn waits or ends. A thread that is in the context of something else refuses, as when the host's executor runs
     * tasks on the thread that brings them. */
    private void inContext(Runnable part) {
        interruption.enter();
        try {
            turn.stream().run(part);
        } catch (IsolationViolationException refusal) {
            fail(refusal);
        }
    }

    /** The step that it is at. */
    Step step() {
        return step;
    }

    /** Takes the first steps, and all if none has to wait. */
    void begin() {
        inContext(() -> attempt(this::understand));
    }

    private void understand() throws Exception {
        Optional<String> unwanted = take(Step.FILTER, () -> steps.filter().match(turn));
        if (unwanted.isPresent()) {
            end(new Filtered(unwanted.get()));
            return;
        }
        Optional<CommandHandler.Handled> command =
                take(Step.COMMAND, () -> steps.commands().handle(turn));
        boolean mentioned = take(Step.MENTION, () -> steps.mentions().isMentioned(turn));
        turn = turn.withMention(mentioned);
        take(Step.STORE, () -> steps.recorder().received(turn)).ifPresent(messages::add);
        if (command.isPresent()) {
            answer(command.get());
        } else {
            decide();
        }
    }

    private void answer(CommandHandler.Handled command) throws Exception {
        record(command.reply());
        send(command.reply(), all -> new CommandHandled(command.command(), all));
    }

    private void decide() throws Exception {
        Optional<String> reason = take(Step.DECIDE, () -> steps.decision().reasonNotTo(turn));
        if (reason.isPresent()) {
            end(new Ignored(IgnoreReason.NOT_INTERESTED, reason.get()));
            return;
        }
        if (!take(Step.PERMISSION, () -> steps.permission().permits(turn.stream()))) {
            throw Refusals.notPermitted();
        }
        reservation = take(Step.QUOTA, () -> steps.quota().reserve(turn));
        generate(take(Step.CONTEXT, () -> steps.context().assemble(turn)));
    }

    private void generate(Conversation conversation) throws Exception {
        before(Step.GENERATE);
        new Call<Reply>(
                        number -> steps.generator().generate(new ReplyRequest(turn, conversation, number)),
                        steps.generatorTime(),
                        steps.retries(),
                        this,
                        (reply, failure) -> attempt(() -> {
                            after(Step.GENERATE, failure);
                            generated(requireNonNull(reply, "the generated reply"));
                        }))
                .beginAfter(Duration.ZERO);
    }

    private void generated(Reply reply) throws Exception {
        requireNonNull(reservation).commit(reply.usages());
        reservation = null;
        record(reply);
        if (reply.isEmpty()) {
            take(Step.MEMORY, this::remember);
            end(new Ignored(IgnoreReason.NOTHING_TO_SAY, "the generator had nothing to say"));
        } else {
            send(reply, Replied::new);
        }
    }

    private void record(Reply reply) throws Exception {
        usages = take(Step.USAGE, () -> steps.usage().record(turn, reply.usages()));
    }

    private void send(Reply reply, Function<List<OutboundMessage>, Outcome> outcome) throws Exception {
        if (reply.isEmpty()) {
            end(outcome.apply(sent));
            return;
        }
        before(Step.SEND);
        sendFrom(segments(reply), outcome);
    }

    private List<OutboundMessage> segments(Reply reply) {
        List<String> texts = reply.segments().isEmpty() ? List.of("") : reply.segments();
        String id = ReplyIds.replyTo(turn.message().messageId());
        List<OutboundMessage> segments = new ArrayList<>();
        for (String text : texts) {
            int number = segments.size() + 1;
            segments.add(new OutboundMessage(
                    turn.stream(),
                    id,
                    turn.message().messageId(),
                    number,
                    texts.size(),
                    text,
                    number == texts.size() ? reply.attachments() : List.of()));
        }
        return segments;
    }

    private void sendFrom(List<OutboundMessage> segments, Function<List<OutboundMessage>, Outcome> outcome) {
        OutboundMessage segment = segments.get(sent.size());
        new Call<@Nullable Object>(
                        number -> steps.sender().send(segment),
                        steps.senderTime(),
                        steps.retries(),
                        this,
                        (ignored, failure) -> attempt(() -> {
                            if (failure != null) {
                                after(Step.SEND, failure);
                            }
                            sent.add(segment);
                            sentOne(segments, outcome);
                        }))
                .beginAfter(steps.typing().before(segment));
    }

    private void sentOne(List<OutboundMessage> segments, Function<List<OutboundMessage>, Outcome> outcome)
            throws Exception {
        if (sent.size() < segments.size()) {
            sendFrom(segments, outcome);
            return;
        }
        after(Step.SEND, null);
        take(Step.MEMORY, this::remember);
        recordSent();
        end(outcome.apply(sent));
    }

    private Step remember() throws Exception {
        steps.memory().remember(turn, List.copyOf(sent));
        return Step.MEMORY;
    }

    private void recordSent() throws Exception {
        if (!sent.isEmpty()) {
            steps.recorder().replied(turn, List.copyOf(sent), clock.instant()).ifPresent(messages::add);
        }
    }

    private <T> T take(Step next, Callable<T> code) throws Exception {
        before(next);
        T result;
        try {
            interruption.requireOn();
            result = code.call();
            interruption.requireOn();
        } catch (Throwable e) {
            interruption.leave();
            after(next, e);
            throw e;
        }
        after(next, null);
        return result;
    }

    private void before(Step next) throws Exception {
        step = next;
        for (StepHook hook : steps.hooks()) {
            hook.before(next, turn);
        }
    }

    /** Calls the hooks, and goes on as the step ended. */
    private void after(Step ended, @Nullable Throwable failure) throws Exception {
        for (StepHook hook : steps.hooks()) {
            hook.after(ended, turn, Optional.ofNullable(failure));
        }
        if (failure instanceof Exception exception) {
            throw exception;
        } else if (failure instanceof Error error) {
            throw error;
        }
    }

    /** Part of the way, which may fail. */
    private interface Way {
        void take() throws Exception;
    }

    private void attempt(Way some) {
        try {
            some.take();
        } catch (Throwable e) {
            fail(e);
        }
    }

    private void fail(Throwable cause) {
        interruption.leave();
        Step failedAt = step;
        try {
            if (reservation != null) {
                reservation.release();
            }
            recordSent();
        } catch (Throwable e) {
            cause.addSuppressed(e);
        }
        end(cause instanceof IsolationViolationException refusal ? Refused.of(refusal) : new Failed(failedAt, cause));
    }

    private void end(Outcome outcome) {
        interruption.leave();
        end.accept(new Handled(outcome, messages, usages));
    }
}
