package org.maibot.isolation.heartflow;

import static java.util.Objects.requireNonNullElse;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.ViolationReason;
import org.maibot.isolation.heartflow.Outcome.CommandHandled;
import org.maibot.isolation.heartflow.Outcome.Failed;
import org.maibot.isolation.heartflow.Outcome.Filtered;
import org.maibot.isolation.heartflow.Outcome.IgnoreReason;
import org.maibot.isolation.heartflow.Outcome.Ignored;
import org.maibot.isolation.heartflow.Outcome.Postponed;
import org.maibot.isolation.heartflow.Outcome.Refused;
import org.maibot.isolation.heartflow.Outcome.Replied;

/**
 * An outcome as it is told from one process to another.
 *
 * @param kind which of the outcomes it is
 * @param code its reason, step, rule or command
 * @param text what it says to people
 * @param sent what was sent
 */
record OutcomeJson(
        Kind kind,
        @Nullable String code,
        @Nullable String text,
        @Nullable List<OutboundMessage> sent) {
    /** The outcomes. */
    enum Kind {
        REPLIED,
        IGNORED,
        FILTERED,
        COMMAND_HANDLED,
        REFUSED,
        FAILED,
        POSTPONED
    }

    static String write(Outcome outcome) {
        return HeartflowJson.write(of(outcome));
    }

    /** Reads an outcome; one of a kind that only a newer version knows is a failure that says so. */
    static Outcome read(String json) {
        try {
            return HeartflowJson.read(json, OutcomeJson.class).outcome();
        } catch (IllegalArgumentException e) {
            return new Failed(
                    Step.INBOX,
                    new RemoteFailureException(
                            "Another process handled the message, and this version cannot read its outcome: " + json));
        }
    }

    private static OutcomeJson of(Outcome outcome) {
        if (outcome instanceof Replied replied) {
            return new OutcomeJson(Kind.REPLIED, null, null, replied.sent());
        } else if (outcome instanceof Ignored ignored) {
            return new OutcomeJson(Kind.IGNORED, ignored.reason().name(), ignored.detail(), null);
        } else if (outcome instanceof Filtered filtered) {
            return new OutcomeJson(Kind.FILTERED, filtered.rule(), null, null);
        } else if (outcome instanceof CommandHandled command) {
            return new OutcomeJson(Kind.COMMAND_HANDLED, command.command(), null, command.sent());
        } else if (outcome instanceof Refused refused) {
            return new OutcomeJson(Kind.REFUSED, refused.reason().name(), refused.message(), null);
        } else if (outcome instanceof Failed failed) {
            return new OutcomeJson(Kind.FAILED, failed.step().name(), textOf(failed.cause()), null);
        } else {
            return new OutcomeJson(Kind.POSTPONED, null, ((Postponed) outcome).why(), null);
        }
    }

    /** What a failure says; the code that says it may be the host's, and fail. */
    private static String textOf(Throwable failure) {
        try {
            return String.valueOf(failure);
        } catch (RuntimeException | Error e) {
            return failure.getClass().getName();
        }
    }

    private Outcome outcome() {
        String says = requireNonNullElse(text, "");
        String name = requireNonNullElse(code, "");
        return switch (kind) {
            case REPLIED -> new Replied(requireNonNullElse(sent, List.of()));
            case IGNORED -> new Ignored(IgnoreReason.valueOf(name), says);
            case FILTERED -> new Filtered(name);
            case COMMAND_HANDLED -> new CommandHandled(name, requireNonNullElse(sent, List.of()));
            case REFUSED -> new Refused(ViolationReason.valueOf(name), says);
            case FAILED -> new Failed(Step.valueOf(name), new RemoteFailureException(says));
            case POSTPONED -> new Postponed(says);
        };
    }
}
