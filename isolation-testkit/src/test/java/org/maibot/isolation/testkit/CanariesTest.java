package org.maibot.isolation.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.TableRules;
import org.maibot.isolation.jdbc.TestDatabase;
import org.maibot.isolation.testkit.Snapshot.Row;

/** Canaries are planted in whatever schema a host has, and found in whatever holds them. */
class CanariesTest {
    private static List<Row> rows(HostileSchema host, HostTable table) throws SQLException {
        try (Connection connection = host.dataSource().getConnection()) {
            return table.rows().rows(connection);
        }
    }

    private static HostSchema schema(HostileSchema host, TableRules rules) throws SQLException {
        try (Connection connection = host.dataSource().getConnection()) {
            return HostSchema.read(connection, rules);
        }
    }

    private static void requirePlanted(HostileSchema host, TableRules rules, Canaries canaries) throws SQLException {
        for (HostTable table : schema(host, rules).scoped()) {
            List<Row> rows = rows(host, table);
            for (Owner owner : Owner.of(table, canaries.contexts())) {
                assertThat(rows)
                        .as(table.name() + " of " + owner)
                        .anySatisfy(row -> assertThat(row.owner()).isEqualTo(owner.ids()));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = "POSTGRESQL_13", mode = EnumSource.Mode.EXCLUDE)
    void eachTableHoldsRowsOfEachContextAndEachTextACanary(TestDatabase kind) throws SQLException {
        try (HostileSchema host = new HostileSchema(kind).filled()) {
            TableRules rules = host.rules();
            Canaries canaries = Canaries.in(host.dataSource(), rules).plant();

            assertThat(canaries.contexts())
                    .hasSizeGreaterThan(5)
                    .allMatch(context -> context.chatStreamId().isPresent());
            assertThat(canaries.contexts().stream().map(IsolationContext::tenantId))
                    .contains("a:b", "Acme", "acme", "acme ", "😀");
            requirePlanted(host, rules, canaries);
            for (HostTable table : schema(host, rules).scoped()) {
                for (Row row : rows(host, table)) {
                    requireTokens(table, row);
                }
            }
        }
    }

    private static void requireTokens(HostTable table, Row row) {
        for (HostColumn column : table.columns()) {
            boolean none = column.computed()
                    || !column.type().holdsToken()
                    || table.dimensions().containsValue(column.name())
                    || Set.of("state", "words", "numbers", "boss", "mood").contains(column.name());
            if (!none && row.values().containsKey(column.name())) {
                assertThat(Tokens.in(row.values().get(column.name())))
                        .as(column.name() + " in " + row.describe())
                        .isNotEmpty();
            }
        }
    }
}
