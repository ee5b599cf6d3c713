package org.maibot.isolation.testkit;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.maibot.isolation.jdbc.ExecutedStatement;
import org.maibot.isolation.jdbc.StatementListener;

/**
 * Keeps every statement that the database gets in a context, so that a test can assert which went out, and with which scope:
 * see {@link IsolationAssertions#assertThat(StatementCapture)}.
 *
 * <pre>{@code
 * StatementCapture capture = new StatementCapture();
 * TableRules rules = TableRules.builder().statementListener(capture).readFrom(dataSource);
 * // run the host's code, then:
 * assertThat(capture).everyReferenceIsConstrained();
 * }</pre>
 *
 * <p>It sees what passes the isolation, and is no proof that nothing else goes out: a statement on a connection that nothing
 * guards never comes to it. That a host opens no such connections is for the host's configuration to see to; what
 * code that uses one shows or changes, {@link TwinCheck} finds out.
 *
 * <p>Safe for use by several threads.
 */
public final class StatementCapture implements StatementListener {
    private final Queue<ExecutedStatement> statements = new ConcurrentLinkedQueue<>();

    /** Creates one that holds nothing. */
    public StatementCapture() {}

    @Override
    public void onStatement(ExecutedStatement statement) {
        statements.add(statement);
    }

    /** What was executed since this was made or {@linkplain #clear() cleared}, in order; a copy. */
    public List<ExecutedStatement> statements() {
        return List.copyOf(statements);
    }

    /** Forgets what was executed so far. */
    public void clear() {
        statements.clear();
    }
}
