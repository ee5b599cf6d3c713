package org.maibot.isolation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.maibot.isolation.jdbc.EscapeCorpus.Escape;

/** The corpus is sound: what an isolated database must answer, the database itself does answer. */
class EscapeCorpusTest {
    @ParameterizedTest
    @EnumSource
    void whatMustBeAnsweredRunsOnTheTwin(TestDatabase kind) throws SQLException {
        List<String> failures = new ArrayList<>();
        try (FreshDatabase database = kind.fresh();
                Connection twin = database.dataSource().getConnection()) {
            EscapeCorpus.createSchema(twin, kind.family(), true);
            EscapeCorpus.insertRows(twin, kind.family(), Set.of(1));
            twin.setAutoCommit(false);
            for (Escape escape : EscapeCorpus.of(kind.family(), twin.getCatalog())) {
                if (escape.todo() == 'R') {
                    try {
                        run(twin, escape);
                    } catch (SQLException e) {
                        failures.add(escape + ": " + e.getMessage());
                    }
                    twin.rollback();
                }
            }
        }

        assertThat(failures).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void allTenantsFitTogether(TestDatabase kind) throws SQLException {
        try (FreshDatabase database = kind.fresh();
                Connection everybody = database.dataSource().getConnection()) {
            EscapeCorpus.createSchema(everybody, kind.family(), false);
            EscapeCorpus.insertRows(everybody, kind.family(), Set.of(1, 2, 12));
        }
    }

    @Test
    void everyFamilyHasEscapesOfEachKind() {
        for (String family : EscapeCorpus.FAMILIES) {
            assertThat(EscapeCorpus.of(family))
                    .as(family)
                    .extracting(Escape::todo)
                    .contains('R', 'D', 'S');
            assertThat(EscapeCorpus.of(family))
                    .as(family)
                    .extracting(Escape::id)
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void everyClassHasATitle() {
        Set<String> classes = EscapeCorpus.FAMILIES.stream()
                .flatMap(family -> EscapeCorpus.of(family, "app").stream())
                .map(Escape::escapeClass)
                .collect(Collectors.toSet());
        assertThat(EscapeCorpus.titles().keySet())
                .filteredOn(name -> name.length() > 1)
                .containsExactlyInAnyOrderElementsOf(classes);
        assertThat(EscapeCorpus.titles().keySet())
                .filteredOn(name -> name.length() == 1)
                .containsExactlyInAnyOrderElementsOf(
                        classes.stream().map(name -> name.substring(0, 1)).collect(Collectors.toSet()));
    }

    private static void run(Connection connection, Escape escape) throws SQLException {
        for (String sql : escape.statements()) {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                int index = 1;
                for (Object param : escape.params()) {
                    statement.setObject(index++, param);
                }
                statement.execute();
            }
        }
    }
}
