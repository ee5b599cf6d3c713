package org.maibot.isolation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maibot.isolation.jdbc.AuditedSchema.called;
import static org.maibot.isolation.jdbc.AuditedSchema.findings;
import static org.maibot.isolation.jdbc.AuditedSchema.names;

import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.maibot.isolation.jdbc.SchemaFinding.Severity;

/** Keys that hold for all scopes together are found, and indexes that begin with the scope are missed. */
class UniqueKeyFindingsTest {
    private static final String ID = "varchar(128) not null";

    @ParameterizedTest
    @EnumSource
    void keysWithAllIsolationColumnsAreFine(TestDatabase kind) throws SQLException {
        assertThat(findings(
                        kind,
                        "create table note (tenant_id " + ID + ", agent_id " + ID
                                + ", id integer not null, code integer,"
                                + " primary key (tenant_id, agent_id, id), unique (code, agent_id, tenant_id))"))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aPrimaryKeyWithoutThemIsFound(TestDatabase kind) throws SQLException {
        assertThat(findings(
                        kind,
                        "create table note (id integer not null primary key, tenant_id " + ID + ")",
                        "create index by_tenant on note (tenant_id)"))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.name())
                            .isEqualTo("unique-key:note." + called(kind, "note_pkey", "PRIMARY", "(id)"));
                    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
                    assertThat(finding.message()).contains("of table note").contains("Add tenant_id to it");
                });
    }

    @ParameterizedTest
    @EnumSource
    void uniqueConstraintsAndIndexesWithoutSomeOfThemAreFound(TestDatabase kind) throws SQLException {
        assertThat(names(
                        kind,
                        "create table note (tenant_id " + ID + ", agent_id " + ID + ", code integer, tag integer,"
                                + " unique (tenant_id, code), unique (tenant_id, agent_id, tag))",
                        "create unique index note_by_tag on note (tag)"))
                .containsExactlyInAnyOrder(
                        "unique-key:note." + called(kind, "note_tenant_id_code_key", "tenant_id", "(tenant_id,code)"),
                        "unique-key:note.note_by_tag");
    }

    @ParameterizedTest
    @EnumSource
    void keysOfGlobalTablesAreFine(TestDatabase kind) throws SQLException {
        try (AuditedSchema schema = new AuditedSchema(
                kind,
                "create table lang (code varchar(8) not null primary key)",
                "create table undeclared (code varchar(8) not null primary key)")) {
            assertThat(schema.findings(settings -> settings.globalTables("lang")))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTableWithoutAnIndexThatBeginsWithTheScopeIsFound(TestDatabase kind) throws SQLException {
        assertThat(findings(
                        kind,
                        "create table note (tenant_id " + ID + ", agent_id " + ID + ", id integer)",
                        "create index by_agent on note (agent_id, tenant_id)",
                        "create index by_tenant on note (tenant_id, id)"))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.name()).isEqualTo("missing-index:note");
                    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
                    assertThat(finding.message()).contains("Create an index on (tenant_id, agent_id)");
                });
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"MYSQL", "MARIADB"}) // it has no such indexes
    void anIndexOfSomeRowsIsNotEnough(TestDatabase kind) throws SQLException {
        assertThat(names(
                        kind,
                        "create table note (tenant_id " + ID + ", id integer)",
                        "create index some_of_it on note (tenant_id) where id > 5"))
                .containsExactly("missing-index:note");
    }

    @ParameterizedTest
    @EnumSource(names = {"MYSQL", "MARIADB"}) // others have no such keys
    void aKeyOfAPartOfTheColumnKeepsNobodyApart(TestDatabase kind) throws SQLException {
        assertThat(names(
                        kind,
                        "create table note (tenant_id " + ID + ", id integer)",
                        "create unique index by_prefix on note (tenant_id(10), id)"))
                .containsExactly("unique-key:note.by_prefix");
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"MYSQL", "MARIADB"}) // its keys have the collations of their columns
    void aKeyUnderAnotherCollationKeepsNobodyApart(TestDatabase kind) throws SQLException {
        String collation = AuditedSchema.isPostgresql(kind) ? "no_case" : "nocase";
        String creation = AuditedSchema.isPostgresql(kind)
                ? "create collation no_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false)"
                : "select 1";

        assertThat(names(
                        kind,
                        creation,
                        "create table note (tenant_id " + ID + ", id integer)",
                        "create index by_tenant on note (tenant_id)",
                        "create unique index confused on note (tenant_id collate " + collation + ", id)"))
                .containsExactly("unique-key:note.confused");
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL_13", "POSTGRESQL_18"}) // partitions are tables there only
    void theKeysOfPartitionsAreThoseOfTheirTable(TestDatabase kind) throws SQLException {
        assertThat(names(
                        kind,
                        "create table ev (tenant_id text not null, yr integer, unique (yr)) partition by range (yr)",
                        "create table ev_2024 partition of ev for values from (2024) to (2025)"))
                .containsExactly("missing-index:ev", "unique-key:ev.ev_yr_key");
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL_13", "POSTGRESQL_18"}) // others have one schema
    void namesOfTablesInOtherSchemasHaveTheSchema(TestDatabase kind) throws SQLException {
        assertThat(names(kind, "create schema other", "create table other.note (tenant_id text not null)"))
                .containsExactly("missing-index:other.note");
    }
}
