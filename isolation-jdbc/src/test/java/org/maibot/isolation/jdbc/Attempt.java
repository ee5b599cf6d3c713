package org.maibot.isolation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.Result;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.IsolationViolationException;

/** An attempt to leave the scope of acme by means of jOOQ's, in {@link TwinDatabases}. */
final class Attempt {
    static final IsolationContext ACME = IsolationContext.of("acme");

    private Attempt() {}

    /** Asserts that the rows of others stay as they are; a refusal or an error is as good. */
    static void touchesNobodyElse(Function<DSLContext, ?> statement) {
        TwinDatabases twins = TwinDatabases.of(ACME);
        Map<String, List<String>> before = twins.foreignRows();
        try {
            Object answer = statement.apply(twins.scoped());
            assertThat(twins.foreignRows()).as("after the answer " + answer).isEqualTo(before);
        } catch (RuntimeException refusedOrFailed) {
            assertThat(refusedOrFailed.toString()).doesNotContain("ACME", "acme:eu", "OR '1'");
        } finally {
            twins.undo();
        }
        assertThat(twins.foreignRows()).isEqualTo(before);
    }

    /** Asserts that the answer has nothing of others in it; a refusal is as good. */
    static void readsNobodyElse(Function<DSLContext, ?> statement) {
        TwinDatabases twins = TwinDatabases.of(ACME);
        try {
            Object answer = statement.apply(twins.scoped());
            String text = answer instanceof Result<?> rows ? rows.formatCSV() : String.valueOf(answer);
            assertThat(text).doesNotContain("ACME", "acme:eu", "OR '1'");
        } catch (IsolationViolationException refused) {
            assertThat(refused.getMessage()).doesNotContain("ACME", "acme:eu", "OR '1'");
        } finally {
            twins.undo();
        }
    }
}
