package org.maibot.isolation;

import static java.util.Objects.requireNonNull;

import java.util.OptionalInt;

/**
 * Something was refused because it would have crossed, or could not be shown not to cross, the boundary of a scope.
 *
 * <p>The message says what was refused, why, and what to do about it. It never holds a bind value, nor anything of
 * another scope.
 */
public class IsolationViolationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ViolationReason reason;
    private final String refusal;
    private final String remedy;
    private final int position;

    /**
     * Creates a refusal.
     *
     * @param reason why, for programs
     * @param refusal what was refused and why, for people: one sentence without its full stop
     * @param remedy what to do about it: one sentence without its full stop
     */
    public IsolationViolationException(ViolationReason reason, String refusal, String remedy) {
        this(reason, refusal, remedy, 0);
    }

    private IsolationViolationException(ViolationReason reason, String refusal, String remedy, int position) {
        super(requireNonNull(refusal, "refusal") + (position > 0 ? " (at character " + position + ")" : "") + ". "
                + requireNonNull(remedy, "remedy") + ".");
        this.reason = requireNonNull(reason, "reason");
        this.refusal = refusal;
        this.remedy = remedy;
        this.position = position;
    }

    /**
     * Returns the same refusal with the place in the statement that it is about; this one if the place is known already.
     *
     * @param character the number of a character of the statement's text, from 1
     */
    public IsolationViolationException at(int character) {
        if (character < 1) {
            throw new IllegalArgumentException("There is no character " + character + "; count from 1");
        }
        if (position > 0) {
            return this;
        }
        IsolationViolationException located = new IsolationViolationException(reason, refusal, remedy, character);
        if (getCause() != null) {
            located.initCause(getCause());
        }
        return located;
    }

    /** Why it was refused. */
    public ViolationReason reason() {
        return reason;
    }

    /** The number of the character, from 1, of the statement's text that it is about; empty if that is not known. */
    public OptionalInt position() {
        return position > 0 ? OptionalInt.of(position) : OptionalInt.empty();
    }

    /** What to do about it; part of the message too. */
    public String remedy() {
        return remedy;
    }
}
