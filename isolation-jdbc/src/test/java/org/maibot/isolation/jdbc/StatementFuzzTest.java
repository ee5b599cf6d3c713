package org.maibot.isolation.jdbc;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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
    private static final long SEEDS_APART = 1_000_000;

    /** How many statements there are by default; as many as take some 15 seconds. */
    private static final Map<String, Integer> BUDGET =
            Map.of("sqlite", 10_000, "postgresql", 5_000, "mysql", 3_000, "mariadb", 4_000);

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRESQL_18", "MYSQL", "MARIADB"})
    void mutatedStatementsAreAnsweredRightOrRefused(TestDatabase kind) throws SQLException, IOException {
        long seed = Long.getLong("isolation.fuzz.seed", 1);
        int budget = Integer.getInteger("isolation.fuzz.statements", requireNonNull(BUDGET.get(kind.family())));
        Map<Fate, Integer> counts = new EnumMap<>(Fate.class);
        List<String> failures = new ArrayList<>();
        List<String> report = new ArrayList<>();
        try (FuzzTwins twins = new FuzzTwins(kind)) {
            StatementMutator mutator = new StatementMutator(EscapeCorpus.of(kind.family(), twins.database()));
            for (long i = 0; i < budget; i++) {
                Escape mutant = mutator.mutant(seed * SEEDS_APART + i);
                Outcome outcome = twins.run(mutant);
                counts.merge(outcome.fate(), 1, Integer::sum);
                if (KnownDifference.isBad(mutant.statements().get(0), outcome)) {
                    failures.add(line(mutant, outcome));
                }
                if (outcome.fate().compareTo(Fate.REFUSED) > 0) {
                    report.add(line(mutant, outcome));
                }
            }
        }
        report.add(counts.toString());
        Files.write(Path.of("target", "fuzz-" + kind + ".txt"), report);
        assertThat(failures).as("seed %d, %s", seed, counts).isEmpty();
        assertThat(counts.get(Fate.SAME)).as("%s", counts).isGreaterThan(budget / 5);
        assertThat(counts.getOrDefault(Fate.UNCLEAR, 0)).as("%s", counts).isLessThan(budget / 50);
    }

    private static String line(Escape mutant, Outcome outcome) {
        return (outcome.fate() + " " + mutant.id() + " " + mutant.statements().get(0) + " " + mutant.params() + " -- "
                        + outcome.why())
                .replace('\n', '⏎');
    }
}
