package org.maibot.isolation.testkit;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.ExecutedStatement;
import org.maibot.isolation.jdbc.ExecutedStatement.Door;
import org.maibot.isolation.jdbc.TableReference;

/**
 * Assertions about the statements that were executed, see {@link IsolationAssertions#assertThat(StatementCapture)}. Those
 * about all statements, or all references to tables, fail if there are none, since they would prove nothing.
 */
public final class StatementCaptureAssert extends AbstractAssert<StatementCaptureAssert, StatementCapture> {
    StatementCaptureAssert(StatementCapture capture) {
        super(capture, StatementCaptureAssert.class);
    }

    /**
     * Asserts that each reference to a scoped table is confined to the context's own id in all dimensions that the table
     * carries and the statement's context fixes.
     */
    public StatementCaptureAssert everyReferenceIsConstrained() {
        return everyReference((statement, reference) -> {
            Set<Dimension> wanted = dimensions(reference.carried());
            wanted.removeIf(dimension -> !statement.context().fixes(dimension));
            return wanted;
        });
    }

    /**
     * Asserts that each reference to a scoped table is confined to the context's own id in each of some dimensions; one to a
     * table that does not carry them all fails, and so does one in a context that leaves any of them open. In all four:
     * {@code everyReferenceIsConstrainedIn(Dimension.values())}.
     */
    public StatementCaptureAssert everyReferenceIsConstrainedIn(Dimension... dimensions) {
        if (dimensions.length == 0) {
            throw new IllegalArgumentException("No dimension is given; name those to be constrained in");
        }
        return everyReference((statement, reference) -> dimensions(Arrays.asList(dimensions)));
    }

    /** Asserts how many statements were executed; a batch is one, but for its parts that are texts of their own. */
    public StatementCaptureAssert hasStatements(int count) {
        return requireCount(actual.statements().size() == count, "Expected " + count);
    }

    /** Asserts that no more than some statements were executed. */
    public StatementCaptureAssert hasAtMost(int count) {
        return requireCount(actual.statements().size() <= count, "Expected at most " + count);
    }

    /** Asserts that all statements had been scoped before, and were found in the cache. */
    public StatementCaptureAssert servedFromCache() {
        return every(statement -> statement.fromCache() ? null : "was not served from the cache");
    }

    /**
     * Asserts that no tables were read or written but some, global ones included.
     *
     * @param tables their names, or schemas and names with a dot between; letter case does not matter. For a view, the
     *     tables that it reads
     */
    public StatementCaptureAssert touchedOnly(String... tables) {
        List<String> allowed = List.of(tables);
        return every(statement -> {
            List<TableReference> others = statement.references().stream()
                    .filter(reference -> allowed.stream().noneMatch(table -> isNamed(reference, table)))
                    .toList();
            return others.isEmpty() ? null : "touched also " + others;
        });
    }

    /** Asserts that all statements were confined to a context, or to one inside it. */
    public StatementCaptureAssert allIn(IsolationContext context) {
        return every(statement ->
                context.contains(statement.context()) ? null : "was executed outside of the context " + context);
    }

    /** Asserts how all statements came to the database. */
    public StatementCaptureAssert through(Door door) {
        return every(statement -> statement.door() == door ? null : "came through another door than " + door);
    }

    /** The dimensions in which a reference is to be confined. */
    private interface Wanted {
        Set<Dimension> of(ExecutedStatement statement, TableReference reference);
    }

    private StatementCaptureAssert everyReference(Wanted wanted) {
        every(statement -> unconstrained(statement, wanted));
        if (actual.statements().stream()
                .flatMap(statement -> statement.references().stream())
                .allMatch(TableReference::global)) {
            failWithMessage("%s", "No statement names a scoped table, so nothing is shown. Of " + new Listing(actual));
        }
        return this;
    }

    private static @Nullable String unconstrained(ExecutedStatement statement, Wanted wanted) {
        for (TableReference reference : statement.references()) {
            Set<Dimension> missing = dimensions(reference.global() ? Set.of() : wanted.of(statement, reference));
            missing.removeAll(reference.constrained());
            if (!missing.isEmpty()) {
                return "names " + reference + " and does not confine it in " + missing;
            }
        }
        return null;
    }

    /** Fails with what is wrong with the first statement with which something is. */
    private StatementCaptureAssert every(Function<ExecutedStatement, @Nullable String> fault) {
        isNotNull();
        List<ExecutedStatement> statements = actual.statements();
        if (statements.isEmpty()) {
            failWithMessage(
                    "No statement was captured: give the capture to statementListener(…) of the rules or of the runtime");
        }
        for (int i = 0; i < statements.size(); i++) {
            String wrong = fault.apply(statements.get(i));
            if (wrong != null) {
                failWithMessage(
                        "%s",
                        "Statement " + (i + 1) + " of " + statements.size() + " " + wrong + ":"
                                + Listing.line(statements.get(i)));
            }
        }
        return this;
    }

    private StatementCaptureAssert requireCount(boolean right, String expected) {
        if (!right) {
            failWithMessage("%s", expected + " statements, and there were " + new Listing(actual));
        }
        return this;
    }

    private static boolean isNamed(TableReference reference, String table) {
        return table.equalsIgnoreCase(reference.table())
                || table.equalsIgnoreCase(reference.schema() + "." + reference.table());
    }

    private static Set<Dimension> dimensions(Iterable<Dimension> some) {
        Set<Dimension> dimensions = EnumSet.noneOf(Dimension.class);
        some.forEach(dimensions::add);
        return dimensions;
    }
}
