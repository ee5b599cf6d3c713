package org.maibot.isolation;

import static java.util.Objects.requireNonNull;

/**
 * Something was refused because it would have crossed, or could not be shown not to cross, the boundary of a scope.
 *
 * <p>The message says what was refused, why, and what to do about it. It never holds a bind value, nor anything of
 * another scope.
 */
public class IsolationViolationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ViolationReason reason;
    private final String remedy;

    /**
     * Creates a refusal.
     *
     * @param reason why, for programs
     * @param refusal what was refused and why, for people: one sentence without its full stop
     * @param remedy what to do about it: one sentence without its full stop
     */
    public IsolationViolationException(ViolationReason reason, String refusal, String remedy) {
        super(requireNonNull(refusal, "refusal") + ". " + requireNonNull(remedy, "remedy") + ".");
        this.reason = requireNonNull(reason, "reason");
        this.remedy = remedy;
    }

    /** Why it was refused. */
    public ViolationReason reason() {
        return reason;
    }

    /** What to do about it; part of the message too. */
    public String remedy() {
        return remedy;
    }
}
