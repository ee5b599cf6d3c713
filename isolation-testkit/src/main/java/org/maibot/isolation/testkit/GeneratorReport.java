package org.maibot.isolation.testkit;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.ViolationReason;

/**
 * What became of the statements of a {@link StatementGenerator}.
 *
 * @param fates how many there were of each
 * @param refusals how many were refused for each reason
 * @param findings those that did not keep to their scope
 */
public record GeneratorReport(Map<Fate, Long> fates, Map<ViolationReason, Long> refusals, List<Finding> findings) {
    /** What became of a statement. */
    public enum Fate {
        /** It was answered, and kept to its scope. */
        ANSWERED,
        /** It was refused. */
        REFUSED,
        /** It is an error of the database, in its twin too, takes too long, or answers otherwise each time. */
        FAILED,
        /** A unique or foreign key without the isolation columns kept it from what it does alone: the audit of the schema names those. */
        STOPPED_BY_KEY,
        /** It did not keep to its scope. */
        DIFFERENT
    }

    /**
     * A statement that did not keep to its scope, as small as it was found.
     *
     * @param seed grows the statement that it was found by
     * @param values of its bind variables
     * @param report what it did
     */
    public record Finding(long seed, IsolationContext context, String sql, List<String> values, TwinReport report) {
        /** The statement and what it did, for people. */
        @Override
        public String toString() {
            return report + "\n(seed " + seed + ", values " + values + ")";
        }
    }

    /** How many statements there were. */
    public long statements() {
        return fates.values().stream().mapToLong(Long::longValue).sum();
    }

    /** How many there were of a fate. */
    public long count(Fate fate) {
        return fates.getOrDefault(fate, 0L);
    }

    void requireSame() {
        if (findings.isEmpty() && count(Fate.ANSWERED) == 0) {
            throw new AssertionError(
                    "No statement was answered, which proves nothing; give more time or rows: " + this);
        }
        if (!findings.isEmpty()) {
            throw new AssertionError(findings.stream().map(Finding::toString).collect(Collectors.joining("\n\n")));
        }
    }

    /** The counts, for people. */
    @Override
    public String toString() {
        String counts = fates.entrySet().stream()
                .map(fate -> text(fate.getKey()) + " " + share(fate.getValue()))
                .collect(Collectors.joining(", "));
        String reasons = refusals.entrySet().stream()
                .map(refusal -> text(refusal.getKey()) + " " + share(refusal.getValue()))
                .collect(Collectors.joining(", "));
        return statements() + " statements: " + counts + (reasons.isEmpty() ? "" : "; refused for " + reasons);
    }

    private String share(long count) {
        return String.format(Locale.ROOT, "%d (%.1f %%)", count, 100.0 * count / Math.max(1, statements()));
    }

    private static String text(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
