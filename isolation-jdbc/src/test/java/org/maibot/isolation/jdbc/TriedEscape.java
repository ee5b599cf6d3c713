package org.maibot.isolation.jdbc;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Set;
import org.maibot.isolation.jdbc.EscapeCorpus.Escape;

/**
 * What became of an escape at each door that took it.
 *
 * @param passes whether jOOQ's plain SQL passes its statements on as they are
 */
record TriedEscape(Escape escape, boolean passes, Map<Door, Outcome> outcomes) {
    /** Classes in which a refusal is as good as an answer. */
    private static final Set<String> REFUSABLE = Set.of("A05", "A17", "A18", "D09", "E01", "E06", "E30");

    /** Classes that leak unless the schema closes them: the audit finds what is wrong with it. */
    private static final Set<String> CLOSED_BY_THE_SCHEMA = Set.of("E27", "E31");

    /** What became of an escape. */
    enum Fate {
        /** The answer was that of the twin. */
        RIGHT,
        REFUSED,
        /** It failed or was refused; of what jOOQ alone makes of it the database takes nothing either. */
        BROKEN,
        /** The answer was another one, or an error, with nothing of anybody else in it. */
        WRONG,
        /** Something of somebody else was shown or changed. */
        LEAK
    }

    /** What became of an escape at one door, and why. */
    record Outcome(Fate fate, String why) {
        static final String BOTH_FAIL = "both fail";
    }

    Outcome at(Door door) {
        return requireNonNull(outcomes.get(door), door.name());
    }

    /**
     * Whether what became of it at a door is right: at the door of texts what is to be done with it, at the others the
     * same, unless jOOQ makes something else of the statement.
     *
     * @param known the escapes that are refused though they could be answered, or answered otherwise, as texts
     */
    boolean isRight(Door door, Set<String> known) {
        Fate fate = at(door).fate();
        if (fate == Fate.LEAK) {
            return escape.todo() == 'S' && CLOSED_BY_THE_SCHEMA.contains(escape.escapeClass());
        }
        if (door == Door.TEXT) {
            return isRight(at(door), known.contains(escape.id()));
        }
        if (door.form() == Door.Form.PLAIN_SQL && passes) {
            return fate == at(Door.TEXT).fate();
        }
        return switch (fate) {
            case RIGHT, BROKEN -> true;
            case REFUSED -> at(Door.TEXT).fate() != Fate.RIGHT;
            case WRONG, LEAK -> fate == at(Door.TEXT).fate();
        };
    }

    private boolean isRight(Outcome outcome, boolean known) {
        return switch (escape.todo()) {
            case 'R' ->
                outcome.fate() == Fate.RIGHT
                        || (outcome.fate() == Fate.REFUSED && REFUSABLE.contains(escape.escapeClass()))
                        || known;
            case 'D' -> outcome.fate() == Fate.REFUSED || outcome.why().equals(Outcome.BOTH_FAIL);
            default -> true;
        };
    }

    /** One line: the escape, and what became of it at each door. */
    @Override
    public String toString() {
        return (escape.id() + " " + escape.todo() + (passes ? " " : " CHANGED BY JOOQ ") + outcomes + " "
                        + escape.statements())
                .replace('\n', ' ');
    }
}
