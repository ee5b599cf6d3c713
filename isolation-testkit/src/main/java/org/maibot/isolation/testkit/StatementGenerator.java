package org.maibot.isolation.testkit;

import static java.util.Objects.requireNonNull;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.testkit.Growth.Grown;
import org.maibot.isolation.testkit.Vocabulary.Noun;

/**
 * Grows statements over a host's tables, and checks each: joins, sub-queries, common table expressions, set operations, inserts, upserts,
 * updates and deletes, with values that stand in the tables, those of others too. A statement that does not keep to its scope is
 * made as small as it can be and still does not.
 *
 * <pre>{@code
 * StatementGenerator.on(twins).contexts(acme, globex).lasting(Duration.ofSeconds(20)).verify();
 * }</pre>
 *
 * <p>The same seed grows the same statements as long as schema and rows are the same. For one thread.
 */
public final class StatementGenerator {
    private static final int STATEMENTS = 1_000;
    private static final int FINDINGS = 3;

    /** How many statements run in a context before the next one's turn: a server is slow to go from one twin to another. */
    private static final int IN_A_ROW = 10;

    /** Some optimizers take minutes for joins that nobody writes; such statements count as failed. */
    private static final int PATIENCE_SECONDS = 5;

    private final TwinCheck twins;
    private List<IsolationContext> contexts = List.of();
    private long seed = 1;
    private long statements = STATEMENTS;
    private int findings = FINDINGS;
    private @Nullable Duration budget;

    private StatementGenerator(TwinCheck twins) {
        this.twins = twins;
    }

    /** Grows statements over the tables of a check. */
    public static StatementGenerator on(TwinCheck twins) {
        return new StatementGenerator(requireNonNull(twins, "twins"));
    }

    /** The contexts that the statements run in, in turn. */
    public StatementGenerator contexts(IsolationContext... inTurn) {
        this.contexts = List.copyOf(Arrays.asList(inTurn));
        return this;
    }

    /** The seed of the first statement, 1 by default; the next one's is greater by 1. */
    public StatementGenerator seed(long first) {
        this.seed = first;
        return this;
    }

    /** How many statements, 1000 by default. */
    public StatementGenerator statements(long count) {
        if (count < 1) {
            throw new IllegalArgumentException(count + " statements prove nothing; give 1 or more");
        }
        this.statements = count;
        return this;
    }

    /** How many statements that do not keep to their scope end it, 3 by default: each takes a while to be made small. */
    public StatementGenerator findings(int most) {
        if (most < 1) {
            throw new IllegalArgumentException(most + " findings end it before it begins; give 1 or more");
        }
        this.findings = most;
        return this;
    }

    /** As many statements as there is time for. */
    public StatementGenerator lasting(Duration time) {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException(time + " is no time for statements; give more");
        }
        this.budget = time;
        this.statements = Long.MAX_VALUE;
        return this;
    }

    /**
     * Checks the statements.
     *
     * @throws AssertionError if one does not keep to its scope; the message has it with its seed
     * @throws IllegalStateException if there are no contexts, or no tables to grow statements over
     * @throws SQLException if the databases cannot be compared
     */
    public GeneratorReport verify() throws SQLException {
        GeneratorReport report = run();
        report.requireSame();
        return report;
    }

    /** Checks the statements, and ends early when there are enough {@linkplain #findings findings}. */
    public GeneratorReport run() throws SQLException {
        if (contexts.isEmpty()) {
            throw new IllegalStateException("Statements run in contexts; name some with contexts(…)");
        }
        List<Vocabulary> words = new ArrayList<>();
        for (IsolationContext context : contexts) {
            words.add(twins.vocabulary(context));
        }
        if (words.get(0).tables().isEmpty()) {
            throw new IllegalStateException("The schema has no table with a rule; declare them in the table rules");
        }
        GeneratorCounts counts = new GeneratorCounts();
        long end = budget == null ? Long.MAX_VALUE : System.nanoTime() + budget.toNanos();
        for (long i = 0; i < statements && System.nanoTime() < end && counts.findings() < findings; i++) {
            int turn = Math.floorMod(Math.floorDiv(seed + i, IN_A_ROW), contexts.size());
            check(contexts.get(turn), words.get(turn), seed + i, counts);
        }
        return counts.report();
    }

    private void check(IsolationContext context, Vocabulary words, long number, GeneratorCounts counts)
            throws SQLException {
        Choices choices = Choices.of(number);
        Grown grown = grow(words, choices);
        TwinReport report = compare(context, grown);
        if (!counts.add(report)) {
            Grown smallest = new Shrinker<>(
                            choices.made(),
                            again -> grow(words, again),
                            smaller -> isAsBad(compare(context, smaller), report))
                    .smallest();
            counts.add(number, context, smallest, compare(context, smallest));
        }
    }

    private static boolean isAsBad(TwinReport smaller, TwinReport found) {
        return GeneratorCounts.fate(smaller) == GeneratorReport.Fate.DIFFERENT
                && smaller.differences().get(0).kind()
                        == found.differences().get(0).kind();
    }

    private TwinReport compare(IsolationContext context, Grown grown) throws SQLException {
        try {
            return twins.compare(context, grown.sql(), grown.values(), PATIENCE_SECONDS);
        } catch (SQLException e) {
            throw new SQLException("This generated statement cannot be compared: " + grown.sql(), e);
        }
    }

    private static Grown grow(Vocabulary words, Choices choices) {
        Growth growth = new Growth(words, choices);
        QueryGrammar queries = new QueryGrammar(growth);
        List<Noun> written = words.written();
        if (written.isEmpty() || !growth.chance(40)) {
            return growth.grown(queries.statement());
        }
        Noun table = growth.any(written);
        return growth.grown(new WriteGrammar(growth, queries, table, requireNonNull(table.writing())).statement());
    }
}
