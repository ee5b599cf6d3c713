package org.maibot.isolation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maibot.isolation.jdbc.AuditedSchema.findings;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.jdbc.SchemaFinding.Severity;

/** Columns that lose ids, or take different ones for the same, are found. */
class ColumnFindingsTest {
    private static String[] note(String tenantType, String key) {
        return new String[] {
            "create table note (tenant_id " + tenantType + " not null, id integer not null" + key + ")",
            "create index by_tenant on note (tenant_id, id)"
        };
    }

    /** Statements that create a collation, if need be, then a table with a column that has it. */
    private static String[] confusing(TestDatabase kind, String key) {
        String collation = switch (kind) {
            case SQLITE -> "nocase";
            case POSTGRESQL_13, POSTGRESQL_18 -> "no_case";
            case MYSQL -> "utf8mb4_0900_ai_ci";
            case MARIADB -> "utf8mb4_bin"; // pads
        };
        String[] note = note("varchar(128) collate " + collation, key);
        return new String[] {
            AuditedSchema.isPostgresql(kind)
                    ? "create collation no_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false)"
                    : "select 1",
            note[0],
            note[1]
        };
    }

    private static void is(SchemaFinding finding, String name, Severity severity) {
        assertThat(finding.name()).isEqualTo(name);
        assertThat(finding.severity()).isEqualTo(severity);
    }

    @ParameterizedTest
    @EnumSource
    void aCollationThatConfusesIdsIsFound(TestDatabase kind) throws SQLException {
        assertThat(findings(kind, confusing(kind, "")))
                .singleElement()
                .satisfies(finding -> is(finding, "collation:note.tenant_id", Severity.WARNING));
    }

    @ParameterizedTest
    @EnumSource
    void inAKeyItIsAnError(TestDatabase kind) throws SQLException {
        assertThat(findings(kind, confusing(kind, ", primary key (tenant_id, id)")))
                .singleElement()
                .satisfies(finding -> is(finding, "collation:note.tenant_id", Severity.ERROR));
    }

    @ParameterizedTest
    @EnumSource(names = "SQLITE") // others tell which column has it
    void otherColumnsMayHaveAnyCollation(TestDatabase kind) throws SQLException {
        assertThat(findings(kind, note("text", ", title text collate nocase"))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL_13", "POSTGRESQL_18"}) // a type of PostgreSQL
    void citextIsFound(TestDatabase kind) throws SQLException {
        String[] note = note("citext", "");

        assertThat(findings(kind, "create extension citext", note[0], note[1]))
                .singleElement()
                .satisfies(finding -> is(finding, "collation:note.tenant_id", Severity.WARNING));
    }

    @ParameterizedTest
    @EnumSource
    void aColumnTooShortForSomeIdsIsAnErrorWhereLengthsCount(TestDatabase kind) throws SQLException {
        List<SchemaFinding> found = findings(kind, note("varchar(127)", ""));

        if (kind == TestDatabase.SQLITE) {
            assertThat(found).isEmpty();
        } else {
            assertThat(found).singleElement().satisfies(finding -> {
                is(finding, "column-type:note.tenant_id", Severity.ERROR);
                assertThat(finding.message()).contains("keeps 127 characters").contains("at least 128");
            });
        }
        assertThat(findings(kind, note("varchar(128)", ""))).isEmpty();
        assertThat(findings(kind, note("bigint", ""))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void typesThatChangeIdsAreErrors(TestDatabase kind) throws SQLException {
        List<String> types = switch (kind) {
            case SQLITE, POSTGRESQL_13, POSTGRESQL_18 -> List.of(); // those that do are refused
            case MYSQL, MARIADB ->
                List.of("char(128)", "varchar(128) character set latin1 collate latin1_bin", "varchar(64)");
        };

        for (String type : types) {
            assertThat(findings(kind, note(type, "")))
                    .as(type)
                    .filteredOn(finding -> !finding.name().startsWith("collation:"))
                    .singleElement()
                    .satisfies(finding -> is(finding, "column-type:note.tenant_id", Severity.ERROR));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aColumnThatCanBeNullIsFoundUnlessThatIsDeclared(TestDatabase kind) throws SQLException {
        try (AuditedSchema schema = new AuditedSchema(
                kind,
                "create table note (tenant_id varchar(128) not null, agent_id varchar(128), id integer)",
                "create index by_scope on note (tenant_id, agent_id)")) {
            assertThat(schema.findings())
                    .singleElement()
                    .satisfies(finding -> is(finding, "nullable:note.agent_id", Severity.WARNING));
            assertThat(schema.findings(settings ->
                            settings.table("note", table -> table.nullBelongsToWiderLevel(Dimension.AGENT))))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void mappedColumnsAreJudgedToo(TestDatabase kind) throws SQLException {
        try (AuditedSchema schema = new AuditedSchema(kind, "create table note (\n  Customer varchar(128)\n)")) {
            String customer = AuditedSchema.isPostgresql(kind) ? "customer" : "Customer";
            assertThat(AuditedSchema.names(
                            schema.findings(settings -> settings.table("note", table -> table.tenant(customer)))))
                    .containsExactly("missing-index:note", "nullable:note." + customer);
        }
    }
}
