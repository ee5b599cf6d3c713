package org.maibot.isolation.testkit;

import java.util.List;
import java.util.Optional;
import org.maibot.isolation.IsolationContext;

/**
 * What a {@link TwinCheck} has found.
 *
 * @param context the context that the code worked in
 * @param differences what the code did otherwise than in the twin; empty if it kept to its scope
 * @param refused whether the code was refused
 * @param failure what the code has thrown among the rows of everybody, a refusal too; empty if it came to its end
 */
public record TwinReport(
        IsolationContext context, List<Difference> differences, boolean refused, Optional<Exception> failure) {
    /**
     * A way in which the code did not behave as if the database held only the rows of its scope.
     *
     * @param kind what it is
     * @param message what was seen or changed, and whose it is, for people
     */
    public record Difference(Kind kind, String message) {}

    /** What a difference is. */
    public enum Kind {
        /** The code returned something else than in the twin, and the rows of others are the reason. */
        SHOWS_OTHERS,
        /** Rows that are not of the scope were changed, removed or added. */
        CHANGES_OTHERS,
        /** The scope's own rows became others than in the twin, and the rows of others are the reason. */
        DEPENDS_ON_OTHERS,
        /** The guard itself makes the code do something else than without it in a database of the scope's rows alone. */
        WRONG_ANSWER,
        /**
         * The code does not do the same twice, since it reads a clock or returns what cannot be compared; or it has not used the
         * data source that it was given.
         */
        PROVES_NOTHING
    }

    /** Whether the code kept to its scope. */
    public boolean isSame() {
        return differences.isEmpty();
    }

    /** What speaks against the code: a difference, or that it failed, which proves nothing. */
    Optional<AssertionError> problem() {
        return isSame()
                ? failure.map(thrown -> new AssertionError(
                        "The code failed in " + context + ", which proves nothing: " + thrown, thrown))
                : Optional.of(new TwinDifference(this));
    }

    void requireSame() {
        problem().ifPresent(error -> {
            throw error;
        });
    }

    /** The differences, one after the other. */
    @Override
    public String toString() {
        return differences.isEmpty()
                ? (refused ? "Refused" : "Kept to its scope") + " in " + context
                : String.join(
                        "\n\n", differences.stream().map(Difference::message).toList());
    }
}
