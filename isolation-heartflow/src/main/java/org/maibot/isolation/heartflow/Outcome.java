package org.maibot.isolation.heartflow;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.maibot.isolation.IsolationViolationException;
import org.maibot.isolation.ViolationReason;

/** What became of a message. */
public sealed interface Outcome {

    /**
     * The agent replied.
     *
     * @param sent what was sent, segment by segment
     */
    record Replied(List<OutboundMessage> sent) implements Outcome {
        /** Copies the list. */
        public Replied {
            sent = List.copyOf(sent);
        }
    }

    /**
     * The message was taken note of, and the agent said nothing.
     *
     * @param reason why, for programs
     * @param detail why, for people
     */
    record Ignored(IgnoreReason reason, String detail) implements Outcome {}

    /**
     * The message holds what is not wanted; it is not stored.
     *
     * @param rule the name of the rule that it met
     */
    record Filtered(String rule) implements Outcome {}

    /**
     * The message was a command.
     *
     * @param command the name of the command
     * @param sent what was sent as its answer, segment by segment
     */
    record CommandHandled(String command, List<OutboundMessage> sent) implements Outcome {
        /** Copies the list. */
        public CommandHandled {
            sent = List.copyOf(sent);
        }
    }

    /**
     * The message was refused; the observer was told.
     *
     * @param reason why, for programs
     * @param message what was refused, why, and what to do, for people
     */
    record Refused(ViolationReason reason, String message) implements Outcome {
        static Refused of(IsolationViolationException refusal) {
            return new Refused(refusal.reason(), String.valueOf(refusal.getMessage()));
        }
    }

    /**
     * A step failed; its effects that others see, if any, stay, and the message is not tried again. One that failed in {@link Step#COMMIT}
     * left something that the database takes for wrong; it is still in the inbox, if there is one, and is handled once more after the next start.
     *
     * @param step where it failed
     * @param cause what the step threw
     */
    record Failed(Step step, Throwable cause) implements Outcome {
        /** Checks that nothing is null. */
        public Failed {
            requireNonNull(step, "step");
            requireNonNull(cause, "cause");
        }
    }

    /**
     * The message is kept in the inbox and was not handled by this processor, which closes or has lost its chat stream: another
     * process handles it, or this one after its next start.
     *
     * @param why what kept it from being handled here
     */
    record Postponed(String why) implements Outcome {
        static Postponed byLoss() {
            return new Postponed("another process has taken the chat stream; the message is kept in the inbox");
        }

        static Postponed byClosing() {
            return new Postponed(
                    "the heartflow was closed, or its tenant cleaned up; the message is kept in the inbox");
        }
    }

    /** Why an agent says nothing. */
    enum IgnoreReason {
        /** The decision was not to reply. */
        NOT_INTERESTED,
        /** The generator had nothing to say. */
        NOTHING_TO_SAY,
        /** A message of this id is in the chat stream already, or waits for its turn there. */
        DUPLICATE
    }
}
