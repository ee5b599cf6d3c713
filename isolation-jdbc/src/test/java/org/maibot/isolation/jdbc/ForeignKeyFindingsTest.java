package org.maibot.isolation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maibot.isolation.jdbc.AuditedSchema.called;
import static org.maibot.isolation.jdbc.AuditedSchema.findings;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.maibot.isolation.jdbc.SchemaFinding.Severity;

/** Foreign keys that reach into other scopes are found. */
class ForeignKeyFindingsTest {
    private static final String TENANT = "tenant_id varchar(128) not null";
    private static final String PARENT = "create table par (" + TENANT
            + ", id integer not null, code integer not null unique, primary key (tenant_id, id))";
    private static final String LANG = "create table lang (id integer not null primary key)";

    private static String kid(String foreignKey) {
        return "create table kid (" + TENANT + ", id integer not null, agent_id varchar(128), par_id integer,"
                + " primary key (tenant_id, id), foreign key " + foreignKey + ")";
    }

    private static List<SchemaFinding> foreignKeys(List<SchemaFinding> findings) {
        return findings.stream()
                .filter(finding -> finding.name().startsWith("foreign-key:"))
                .toList();
    }

    private static String byColumn(TestDatabase kind) {
        return "foreign-key:kid." + called(kind, "kid_par_id_fkey", "kid_ibfk_1", "(par_id)");
    }

    @ParameterizedTest
    @EnumSource
    void oneWithTheIsolationColumnsIsFine(TestDatabase kind) throws SQLException {
        assertThat(foreignKeys(findings(kind, PARENT, kid("(tenant_id, par_id) references par (tenant_id, id)"))))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void oneWithoutThemCanReferToAnyScope(TestDatabase kind) throws SQLException {
        assertThat(foreignKeys(findings(kind, PARENT, kid("(par_id) references par (code)"))))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.name()).isEqualTo(byColumn(kind));
                    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
                    assertThat(finding.message()).contains("of table kid").contains("Add tenant_id to it");
                });
    }

    @ParameterizedTest
    @EnumSource
    void oneThatCascadesToAnyScopeIsAnError(TestDatabase kind) throws SQLException {
        for (String action : List.of("on delete cascade", "on update cascade", "on delete set null")) {
            assertThat(foreignKeys(findings(kind, PARENT, kid("(par_id) references par (code) " + action))))
                    .singleElement()
                    .satisfies(finding -> {
                        assertThat(finding.name()).isEqualTo(byColumn(kind));
                        assertThat(finding.severity()).isEqualTo(Severity.ERROR);
                        assertThat(finding.message()).contains("Make it NO ACTION");
                    });
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCascadeInsideTheScopeIsFine(TestDatabase kind) throws SQLException {
        assertThat(foreignKeys(findings(
                        kind,
                        PARENT,
                        "create table kid (" + TENANT + ", par_id integer, foreign key (tenant_id, par_id)"
                                + " references par (tenant_id, id) on delete cascade)")))
                .isEmpty();
    }

    /** A context of an agent deletes the tenant's row, and with it those of other agents. */
    @ParameterizedTest
    @EnumSource
    void aCascadeFromAWiderLevelIsAnError(TestDatabase kind) throws SQLException {
        assertThat(foreignKeys(findings(
                        kind, PARENT, kid("(tenant_id, par_id) references par (tenant_id, id) on delete cascade"))))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(Severity.ERROR);
                    assertThat(finding.message()).contains("add agent_id to it");
                });
    }

    @ParameterizedTest
    @EnumSource
    void oneThatUnsetsIsolationColumnsIsAnError(TestDatabase kind) throws SQLException {
        String parent = "create table par (tenant_id varchar(128) not null, id integer not null,"
                + " primary key (tenant_id, id))";
        String kid = "create table kid (tenant_id varchar(128), par_id integer, foreign key (tenant_id, par_id)"
                + " references par (tenant_id, id) on delete set null";

        assertThat(foreignKeys(findings(kind, parent, kid + ")")))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).contains("takes rows out of their scope"));
        if (kind == TestDatabase.POSTGRESQL_18) {
            assertThat(foreignKeys(findings(kind, parent, kid + " (par_id))"))).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void oneFromAGlobalTableIsFound(TestDatabase kind) throws SQLException {
        for (String action : List.of("", " on delete cascade")) {
            try (AuditedSchema schema = new AuditedSchema(
                    kind,
                    PARENT,
                    "create table ref (code integer, foreign key (code) references par (code)" + action + ")")) {
                assertThat(foreignKeys(schema.findings(settings -> settings.globalTables("ref"))))
                        .singleElement()
                        .satisfies(finding -> {
                            assertThat(finding.name())
                                    .isEqualTo(
                                            "foreign-key:ref." + called(kind, "ref_code_fkey", "ref_ibfk_1", "(code)"));
                            assertThat(finding.severity())
                                    .isEqualTo(action.isEmpty() ? Severity.WARNING : Severity.ERROR);
                        });
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void oneToAGlobalTableIsFineUnlessScopesWriteItAndItCascades(TestDatabase kind) throws SQLException {
        try (AuditedSchema schema =
                new AuditedSchema(kind, LANG, kid("(par_id) references lang (id) on delete cascade"))) {
            assertThat(foreignKeys(schema.findings(settings -> settings.globalTables("lang"))))
                    .isEmpty();
            assertThat(foreignKeys(schema.findings(settings -> settings.globalWritableTables("lang"))))
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Severity.ERROR));
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"MYSQL", "MARIADB"}) // it wants them named
    void theColumnsReferredToNeedNotBeNamed(TestDatabase kind) throws SQLException {
        assertThat(foreignKeys(findings(kind, PARENT, kid("(tenant_id, par_id) references par"))))
                .isEmpty();
    }
}
