package org.maibot.isolation.heartflow;

import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleFunction;

/** Decides whether the agent replies to a message. Safe for use by several threads. */
@FunctionalInterface
public interface ReplyDecision {

    /**
     * Why the agent does not reply, for people, or empty if it does.
     *
     * @throws Exception if it cannot say, which ends the message as failed
     */
    Optional<String> reasonNotTo(Turn turn) throws Exception;

    /** The agent replies to everything. */
    static ReplyDecision always() {
        return turn -> Optional.empty();
    }

    /**
     * The agent replies whenever it is mentioned, and to others with a probability, its talk value.
     *
     * @param talkValue from 0 for never to 1 for always; it may depend on the chat stream and the time
     * @param random numbers from 0 (included) to 1 (excluded), all equally probable
     */
    static ReplyDecision talkValue(ToDoubleFunction<Turn> talkValue, DoubleSupplier random) {
        return turn -> {
            if (turn.mentioned()) {
                return Optional.empty();
            }
            double value = talkValue.applyAsDouble(turn);
            if (!(value >= 0 && value <= 1)) {
                throw new IllegalArgumentException("The talk value is " + value + "; give 0 to 1");
            }
            return random.getAsDouble() < value
                    ? Optional.empty()
                    : Optional.of("not mentioned, and the talk value of " + value + " did not ask for it");
        };
    }
}
