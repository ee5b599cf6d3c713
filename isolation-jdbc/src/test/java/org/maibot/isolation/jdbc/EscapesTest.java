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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.maibot.isolation.jdbc.EscapeCorpus.Escape;
import org.maibot.isolation.jdbc.TriedEscape.Fate;
import org.maibot.isolation.jdbc.TriedEscape.Outcome;

/**
 * No statement of the corpus leaves its scope, whatever the door it comes through; what is to be answered is answered
 * right, what is to be refused is, and {@code docs/statements.md} says which.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // what one test has run another one reads
class EscapesTest {
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

    private static final Path PAGE = Path.of("..", "docs", "statements.md");

    private static final String OUT_OF_DATE =
            "lines of docs/statements.md that are new; run this test with -Disolation.docs.write=true if they are right";

    private final Map<TestDatabase, List<TriedEscape>> tried = new EnumMap<>(TestDatabase.class);

    @ParameterizedTest
    @EnumSource
    void nothingLeavesItsScope(TestDatabase kind) throws SQLException, IOException {
        List<TriedEscape> all = tried(kind);
        Files.write(
                Path.of("target", "escapes-" + kind + ".txt"),
                all.stream().map(TriedEscape::toString).toList());

        Set<String> known = requireNonNull(KNOWN.get(kind.family()));
        for (Door door : doors(kind)) {
            List<TriedEscape> through =
                    all.stream().filter(one -> one.outcomes().containsKey(door)).toList();
            assertThat(through).as(door.name()).isNotEmpty();
            assertThat(through)
                    .as(door.name())
                    .filteredOn(one -> !one.isRight(door, known) && !isNumbered(one, door))
                    .isEmpty();
        }
    }

    /** jOOQ renders a bind value for each question mark, and none where the text has numbers or names. */
    private static boolean isNumbered(TriedEscape one, Door door) {
        Outcome outcome = requireNonNull(one.outcomes().get(door));
        return (door == Door.LISTENER || door == Door.LISTENER_TREE)
                && outcome.fate() == Fate.REFUSED
                && outcome.why().contains("bind values jOOQ does not render one by one");
    }

    @Test
    @Tag("jooqOfTheBuild") // a newer one parses more
    void thePageSaysWhatBecomesOfEachForm() throws SQLException, IOException {
        for (TestDatabase kind : TestDatabase.values()) {
            tried(kind);
        }
        String page = new StatementsPage(tried).render();
        if (Boolean.getBoolean("isolation.docs.write")) {
            Files.writeString(PAGE, page);
        }

        List<String> unsaid = new ArrayList<>(page.lines().toList());
        unsaid.removeAll(Files.readAllLines(PAGE));
        assertThat(unsaid).as(OUT_OF_DATE).isEmpty();
        assertThat(Files.readString(PAGE)).as(OUT_OF_DATE).isEqualTo(page);
    }

    private List<TriedEscape> tried(TestDatabase kind) throws SQLException {
        List<TriedEscape> known = tried.get(kind);
        if (known != null) {
            return known;
        }
        List<TriedEscape> all = new ArrayList<>();
        try (EscapeTwins twins = new EscapeTwins(kind)) {
            for (Escape escape : EscapeCorpus.of(kind.family(), twins.database())) {
                all.add(twins.run(escape, doors(kind)));
            }
        }
        tried.put(kind, all);
        return all;
    }

    /** What jOOQ makes of a statement depends on its dialect and not on the server: one PostgreSQL is enough. */
    private static Set<Door> doors(TestDatabase kind) {
        return kind == TestDatabase.POSTGRESQL_13 ? EnumSet.of(Door.TEXT, Door.DSL) : EnumSet.allOf(Door.class);
    }
}
