package org.maibot.isolation.testkit;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.Isolation;
import org.maibot.isolation.jdbc.SchemaFinding;

/**
 * Assertions about a runtime and its database, see {@link IsolationAssertions#assertThat(Isolation)}. Each makes twins of its own:
 * for many of them, take one {@link TwinCheck}.
 */
public final class IsolationAssert extends AbstractAssert<IsolationAssert, Isolation> {
    IsolationAssert(Isolation isolation) {
        super(isolation, IsolationAssert.class);
    }

    /** Asserts what {@link TwinCheck#verify(IsolationContext, String, Object...)} does of a statement. */
    public IsolationAssert confines(IsolationContext context, String sql, @Nullable Object... values)
            throws SQLException {
        try (TwinCheck twins = twins()) {
            twins.verify(context, sql, values);
        }
        return this;
    }

    /** Asserts what {@link TwinCheck#verifyRuntime} does of code that takes the runtime. */
    public IsolationAssert confines(IsolationContext context, RuntimeCode<?> code) throws SQLException {
        try (TwinCheck twins = twins()) {
            twins.verifyRuntime(context, code);
        }
        return this;
    }

    /** Asserts what {@link StatementGenerator#verify} does of statements in some contexts, as many as there is time for. */
    public IsolationAssert confinesGenerated(Duration time, IsolationContext... contexts) throws SQLException {
        try (TwinCheck twins = twins()) {
            StatementGenerator.on(twins).contexts(contexts).lasting(time).verify();
        }
        return this;
    }

    /** Asserts that a statement is refused in a context, and begins assertions about that. */
    public RefusalAssert refuses(IsolationContext context, String sql) {
        isNotNull();
        return IsolationAssertions.assertThatRefused(
                "«" + sql + "» in " + context, () -> actual.dsl(context).execute(sql));
    }

    /** Asserts that nothing in the schema shows or changes rows of other scopes, but what was accepted. */
    public IsolationAssert hasNoSchemaErrors() {
        isNotNull();
        List<SchemaFinding> errors = actual.schemaFindings().stream()
                .filter(finding -> finding.severity() == SchemaFinding.Severity.ERROR)
                .toList();
        if (!errors.isEmpty()) {
            failWithMessage(
                    "The schema undermines the isolation:%n  %s",
                    errors.stream()
                            .map(error -> error.name() + ": " + error.message())
                            .collect(Collectors.joining(System.lineSeparator() + "  ")));
        }
        return this;
    }

    private TwinCheck twins() throws SQLException {
        isNotNull();
        return TwinCheck.of(actual);
    }
}
