package org.maibot.isolation.testkit;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.IsolationViolationException;
import org.maibot.isolation.ViolationReason;
import org.maibot.isolation.testkit.GeneratorReport.Fate;
import org.maibot.isolation.testkit.GeneratorReport.Finding;
import org.maibot.isolation.testkit.Growth.Grown;
import org.maibot.isolation.testkit.TwinReport.Kind;

/** Counts what becomes of generated statements. */
final class GeneratorCounts {
    private static final Set<String> STATES = Set.of("23503", "23505", "23P01");
    private static final Set<Integer> CODES = Set.of(1062, 1451, 1452);
    private static final Pattern SQLITE = Pattern.compile("SQLITE_CONSTRAINT_(UNIQUE|PRIMARYKEY|ROWID|FOREIGNKEY)");

    private final Map<Fate, Long> fates = new EnumMap<>(Fate.class);
    private final Map<ViolationReason, Long> refusals = new EnumMap<>(ViolationReason.class);
    private final List<Finding> findings = new ArrayList<>();

    /** Counts a statement, unless it did not keep to its scope. */
    boolean add(TwinReport report) {
        Fate fate = fate(report);
        if (fate == Fate.DIFFERENT) {
            return false;
        }
        fates.merge(fate, 1L, Long::sum);
        report.failure().ifPresent(this::addReason);
        return true;
    }

    /** Counts a statement that did not. */
    void add(long seed, IsolationContext context, Grown smallest, TwinReport report) {
        fates.merge(Fate.DIFFERENT, 1L, Long::sum);
        List<String> values = smallest.values().stream().map(String::valueOf).toList();
        findings.add(new Finding(seed, context, smallest.sql(), values, report));
    }

    int findings() {
        return findings.size();
    }

    GeneratorReport report() {
        return new GeneratorReport(Map.copyOf(fates), Map.copyOf(refusals), List.copyOf(findings));
    }

    private void addReason(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IsolationViolationException refusal) {
                refusals.merge(refusal.reason(), 1L, Long::sum);
            }
        }
    }

    static Fate fate(TwinReport report) {
        if (!report.isSame()) {
            if (report.differences().get(0).kind() == Kind.PROVES_NOTHING) {
                return Fate.FAILED;
            }
            boolean changesOthers =
                    report.differences().stream().anyMatch(difference -> difference.kind() == Kind.CHANGES_OTHERS);
            return !changesOthers
                            && report.failure().filter(GeneratorCounts::isOfKey).isPresent()
                    ? Fate.STOPPED_BY_KEY
                    : Fate.DIFFERENT;
        }
        if (report.refused()) {
            return Fate.REFUSED;
        }
        return report.failure().isPresent() ? Fate.FAILED : Fate.ANSWERED;
    }

    /** Whether a unique or foreign key was violated: by the SQLSTATE on PostgreSQL, else by what is the database's own. */
    private static boolean isOfKey(Throwable failure) {
        return failure instanceof SQLException error
                && (STATES.contains(String.valueOf(error.getSQLState()))
                        || CODES.contains(error.getErrorCode())
                        || SQLITE.matcher(String.valueOf(error.getMessage())).find());
    }
}
