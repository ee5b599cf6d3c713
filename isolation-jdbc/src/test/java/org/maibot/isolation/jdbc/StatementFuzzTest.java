package org.maibot.isolation.jdbc;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.maibot.isolation.jdbc.EscapeCorpus.Escape;
import org.maibot.isolation.jdbc.FuzzTwins.Fate;
import org.maibot.isolation.jdbc.FuzzTwins.Outcome;

/**
 * Whatever is done to a statement, it is answered right or refused. The property {@code isolation.fuzz.seed} makes other
 * statements, {@code isolation.fuzz.statements} more of them; those that fail are reported with the seed that makes them.
 */
class StatementFuzzTest {
    private static final Set<Fate> BAD = EnumSet.of(Fate.LENIENT, Fate.BROKEN, Fate.WRONG, Fate.LEAK, Fate.STUCK);
    private static final long SEEDS_APART = 1_000_000;

    /** How many statements there are by default; as many as take some 15 seconds. */
    private static final Map<String, Integer> BUDGET =
            Map.of("sqlite", 10_000, "postgresql", 5_000, "mysql", 3_000, "mariadb", 4_000);

    /** What a database refuses in a text is not there any more when it is scoped: comments, tight and other words. */
    private static final Pattern NOT_THERE_ANY_MORE =
            Pattern.compile("LENIENT .*(--|/\\*|#|\\?\\w|\\{oj|ambiguous column name" + "|specify target table).*");

    /** What is an error or another answer for a reason that is known. */
    private static final Map<String, Pattern> KNOWN = Map.of(
            "sqlite",
            Pattern.compile("BROKEN .* MATCH .*"), // a condition or derived table may change how MATCH can be done
            "postgresql",
            Pattern.compile("BROKEN .* subquery uses ungrouped column .*"), // one in GROUP BY that is selected too
            "mysql",
            Pattern.compile(
                    "BROKEN .*Unknown column 'note.tenant_id'.*" // the WITH of a bracketed query goes on
                            + "|(BROKEN|WRONG) .*(?i:values\\s+row ?\\(+select).*"), // MySQL 8.0.31 loses conditions in
            // it
            "mariadb",
            Pattern.compile("none"));

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRESQL_18", "MYSQL", "MARIADB"})
    void mutatedStatementsAreAnsweredRightOrRefused(TestDatabase kind) throws SQLException, IOException {
        long seed = Long.getLong("isolation.fuzz.seed", 1) * SEEDS_APART;
        int budget = Integer.getInteger("isolation.fuzz.statements", requireNonNull(BUDGET.get(kind.family())));
        Map<Fate, Integer> counts = new EnumMap<>(Fate.class);
        List<String> report = new ArrayList<>();
        try (FuzzTwins twins = new FuzzTwins(kind)) {
            StatementMutator mutator = new StatementMutator(EscapeCorpus.of(kind.family(), twins.database()));
            for (long number = seed; number < seed + budget; number++) {
                Escape mutant = mutator.mutant(number);
                Outcome outcome = twins.run(mutant);
                counts.merge(outcome.fate(), 1, Integer::sum);
                if (BAD.contains(outcome.fate()) || outcome.fate() == Fate.UNCLEAR) {
                    report.add(line(mutant, outcome));
                }
            }
        }
        report.add(counts.toString());
        Files.write(Path.of("target", "fuzz-" + kind + ".txt"), report);
        assertThat(report).as("seed %d", seed / SEEDS_APART).noneMatch(line -> isBad(kind, line));
        assertThat(counts.get(Fate.SAME)).as("%s", counts).isGreaterThan(budget / 5);
        assertThat(counts.getOrDefault(Fate.UNCLEAR, 0)).as("%s", counts).isLessThan(budget / 50);
    }

    private static String line(Escape mutant, Outcome outcome) {
        return (outcome.fate() + " " + mutant.id() + " " + mutant.statements().get(0) + " " + mutant.params() + " -- "
                        + outcome.why())
                .replace('\n', '⏎');
    }

    private static boolean isBad(TestDatabase kind, String line) {
        return BAD.stream().anyMatch(fate -> line.startsWith(fate + " "))
                && !NOT_THERE_ANY_MORE.matcher(line).matches()
                && !requireNonNull(KNOWN.get(kind.family())).matcher(line).matches();
    }
}
