package org.maibot.isolation.jdbc;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.maibot.isolation.jdbc.EscapeCorpus.Escape;
import org.maibot.isolation.jdbc.EscapeTwins.Fate;
import org.maibot.isolation.jdbc.EscapeTwins.Outcome;

/** No statement of the corpus leaves its scope; what is to be answered is answered right, what is to be refused is. */
class EscapesTest {
    /** Classes in which a refusal is as good as an answer. */
    private static final Set<String> REFUSABLE = Set.of("A05", "A17", "A18", "D09", "E01", "E06", "E30");

    /** Classes that leak unless the schema closes them: the audit finds what is wrong with it. */
    private static final Set<String> CLOSED_BY_THE_SCHEMA = Set.of("E27", "E31");

    /** What is refused though it could be answered, or is answered otherwise, by family. */
    private static final Map<String, Set<String>> KNOWN = Map.of(
            "sqlite",
            Set.of(),
            "postgresql",
            Set.of("C11-5"), // the scope's values are other bind variables in each of two equal sub-selects
            "mysql",
            Set.of(
                    "A02-7", // the WITH of one bracketed query is seen by the next: an error
                    "C15-10"), // MySQL 8.0.31 loses a condition, the scoped statement keeps it
            "mariadb",
            Set.of());

    @ParameterizedTest
    @EnumSource
    void nothingLeavesItsScope(TestDatabase kind) throws SQLException, IOException {
        List<String> failures = new ArrayList<>();
        List<String> report = new ArrayList<>();
        try (EscapeTwins twins = new EscapeTwins(kind)) {
            for (Escape escape : EscapeCorpus.of(kind.family(), twins.database())) {
                Outcome outcome = twins.run(escape);
                String line = escape.id() + " " + escape.todo() + " " + outcome.fate() + " " + escape.statements()
                        + " -- " + outcome.why();
                report.add(line.replace('\n', ' '));
                if (!isRight(escape, outcome, kind.family())) {
                    failures.add(line);
                }
            }
        }
        Files.write(Path.of("target", "escapes-" + kind + ".txt"), report);
        assertThat(failures).isEmpty();
    }

    private static boolean isRight(Escape escape, Outcome outcome, String family) {
        boolean known = requireNonNull(KNOWN.get(family)).contains(escape.id());
        return switch (escape.todo()) {
            case 'R' ->
                outcome.fate() == Fate.RIGHT
                        || (outcome.fate() == Fate.REFUSED && REFUSABLE.contains(escape.escapeClass()))
                        || (outcome.fate() != Fate.LEAK && known);
            case 'D' -> outcome.fate() == Fate.REFUSED || outcome.why().equals("both fail");
            default -> outcome.fate() != Fate.LEAK || CLOSED_BY_THE_SCHEMA.contains(escape.escapeClass());
        };
    }
}
