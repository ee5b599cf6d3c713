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
import org.maibot.isolation.heartflow.Call.Part;
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
    /** A sender that is done at once is called again from where it returns to, so often at most. */
    private static final int SEGMENTS_AT_ONCE = 50;

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
    private @Nullable Runnable departure;
    private volatile Step step = Step.INBOX;
    private volatile boolean ended;

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

    /** Whether the turn has ended, and what it leaves is stored or will be. */
    boolean isEnded() {
        return ended;
    }

    @Override
    public Time time() {
        return time;
    }

    @Override
    public void resume(Part part) {
        resume.accept(() -> proceed(part));
    }

    @Override
    public void leaveTo(Runnable action) {
        departure = action;
    }

    /**
     * Takes the first steps, and all if none has to wait.
     *
     * @param known what becomes of the message without its being handled, if anything
     */
    void begin(Callable<Optional<Outcome>> known) {
        proceed(() -> {
            interruption.requireOn();
            Optional<Outcome> early = known.call();
            return early.isPresent() ? Handled.of(early.get()) : understand();
        });
    }

    /** Goes on until the turn waits or ends. */
    private void proceed(Part part) {
        interruption.enter();
        Handled handled;
        try {
            handled = turn.stream().supply(() -> attempt(part));
        } catch (IsolationViolationException refusal) {
            handled = fail(refusal); // the thread is in another context, as the host's executor may have it
        }
        Runnable next = departure;
        departure = null; // before another thread may go on
        if (handled != null) {
            ended = true;
            interruption.leave();
            end.accept(handled);
        } else {
            requireNonNull(next, "what the turn waits for").run();
        }
    }

    private @Nullable Handled attempt(Part part) {
        try {
            return part.take();
        } catch (Throwable e) {
            return fail(e);
        }
    }

    /** The step that it is at. */
    Step step() {
        return step;
    }

    private @Nullable Handled understand() throws Exception {
        Optional<String> unwanted = take(Step.FILTER, () -> steps.filter().match(turn));
        if (unwanted.isPresent()) {
            return left(new Filtered(unwanted.get()));
        }
        Optional<CommandHandler.Handled> command =
                take(Step.COMMAND, () -> steps.commands().handle(turn));
        boolean mentioned = take(Step.MENTION, () -> steps.mentions().isMentioned(turn));
        turn = turn.withMention(mentioned);
        take(Step.STORE, () -> steps.recorder().received(turn)).ifPresent(messages::add);
        return command.isPresent() ? answer(command.get()) : decide();
    }

    private @Nullable Handled answer(CommandHandler.Handled command) throws Exception {
        if (!command.reply().isEmpty()) {
            requirePermission();
        }
        record(command.reply());
        return send(command.reply(), all -> new CommandHandled(command.command(), all));
    }

    private void requirePermission() throws Exception {
        if (!take(Step.PERMISSION, () -> steps.permission().permits(turn.stream()))) {
            throw Refusals.notPermitted();
        }
    }

    private @Nullable Handled decide() throws Exception {
        Optional<String> reason = take(Step.DECIDE, () -> steps.decision().reasonNotTo(turn));
        if (reason.isPresent()) {
            return left(new Ignored(IgnoreReason.NOT_INTERESTED, reason.get()));
        }
        requirePermission();
        take(Step.QUOTA, () -> reservation = requireNonNull(steps.quota().reserve(turn), "the reservation"));
        return generate(take(Step.CONTEXT, () -> steps.context().assemble(turn)));
    }

    private @Nullable Handled generate(Conversation conversation) throws Exception {
        before(Step.GENERATE);
        return new Call<Reply>(
                        number -> steps.generator().generate(new ReplyRequest(turn, conversation, number)),
                        steps.generatorTime(),
                        steps.retries(),
                        this,
                        (reply, failure) -> {
                            after(
                                    Step.GENERATE,
                                    failure == null ? interruption.cause().orElse(null) : failure);
                            return generated(requireNonNull(reply, "the generated reply"));
                        })
                .beginAfter(Duration.ZERO);
    }

    private @Nullable Handled generated(Reply reply) throws Exception {
        QuotaGate.Reservation reserved = requireNonNull(reservation);
        reservation = null; // whatever becomes of its commit
        step = Step.QUOTA;
        reserved.commit(reply.usages());
        record(reply);
        if (reply.isEmpty()) {
            take(Step.MEMORY, this::remember);
            return left(new Ignored(IgnoreReason.NOTHING_TO_SAY, "the generator had nothing to say"));
        }
        return send(reply, Replied::new);
    }

    private void record(Reply reply) throws Exception {
        usages = take(Step.USAGE, () -> List.copyOf(steps.usage().record(turn, reply.usages())));
    }

    private @Nullable Handled send(Reply reply, Function<List<OutboundMessage>, Outcome> outcome) throws Exception {
        if (reply.isEmpty()) {
            return left(outcome.apply(sent));
        }
        before(Step.SEND);
        return sendFrom(segments(reply), outcome);
    }

    private List<OutboundMessage> segments(Reply reply) {
        List<String> texts = reply.segments().isEmpty() ? List.of("") : reply.segments();
        String id = ReplyIds.replyTo(turn.stream(), turn.message().messageId());
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

    private @Nullable Handled sendFrom(List<OutboundMessage> segments, Function<List<OutboundMessage>, Outcome> outcome)
            throws Exception {
        OutboundMessage segment = segments.get(sent.size());
        return new Call<@Nullable Object>(
                        number -> steps.sender().send(segment),
                        steps.senderTime(),
                        steps.retries(),
                        this,
                        (ignored, failure) -> {
                            if (failure != null) {
                                after(Step.SEND, failure);
                            }
                            sent.add(segment);
                            return sentOne(segments, outcome);
                        })
                .beginAfter(steps.typing().before(segment));
    }

    private @Nullable Handled sentOne(List<OutboundMessage> segments, Function<List<OutboundMessage>, Outcome> outcome)
            throws Exception {
        if (sent.size() == segments.size()) {
            after(Step.SEND, null);
            take(Step.MEMORY, this::remember);
            recordSent();
            return left(outcome.apply(sent));
        }
        if (sent.size() % SEGMENTS_AT_ONCE == 0) {
            leaveTo(() -> {
                interruption.leave();
                resume(() -> sendFrom(segments, outcome)); // with an empty stack
            });
            return null;
        }
        return sendFrom(segments, outcome);
    }

    private Step remember() throws Exception {
        steps.memory().remember(turn, List.copyOf(sent));
        return Step.MEMORY;
    }

    private void recordSent() throws Exception {
        if (!sent.isEmpty()) {
            step = Step.STORE;
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

    /** What the turn leaves if it failed; if it was ended, that is why, whatever a step made of it. */
    private Handled fail(Throwable failure) {
        interruption.leave();
        Throwable cause = interruption.cause().orElse(failure);
        suppress(cause, failure);
        Step failedAt = step;
        try {
            if (reservation != null) {
                reservation.release();
            }
            recordSent();
        } catch (Throwable e) {
            suppress(cause, e);
        }
        return left(
                cause instanceof IsolationViolationException refusal
                        ? Refused.of(refusal)
                        : new Failed(failedAt, cause));
    }

    private static void suppress(Throwable cause, Throwable other) {
        if (other != cause) {
            cause.addSuppressed(other);
        }
    }

    private Handled left(Outcome outcome) {
        return new Handled(outcome, messages, usages, !sent.isEmpty());
    }
}
