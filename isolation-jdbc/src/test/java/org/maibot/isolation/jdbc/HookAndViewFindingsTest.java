package org.maibot.isolation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.maibot.isolation.jdbc.SchemaFinding.Severity;

/** What runs SQL that is not scoped is found: triggers, rules and views. */
class HookAndViewFindingsTest {
    private static final String NOTE =
            "create table note (tenant_id varchar(128) not null, id integer not null, primary key (tenant_id, id))";
    private static final String LANG = "create table lang (code integer)";

    private static String[] trigger(TestDatabase kind, String table) {
        return switch (kind.family()) {
            case "sqlite" ->
                new String[] {
                    "create trigger move_row after insert on " + table + " begin delete from lang where code = 9; end"
                };
            case "postgresql" ->
                new String[] {
                    "create function move_row() returns trigger language plpgsql as $$ begin return new; end $$",
                    "create trigger move_row before insert on " + table + " for each row execute function move_row()"
                };
            default ->
                new String[] {
                    "create trigger move_row after insert on " + table + " for each row delete from lang where code = 9"
                };
        };
    }

    @ParameterizedTest
    @EnumSource
    void aTriggerOnATableThatScopesWriteIsAnError(TestDatabase kind) throws SQLException {
        try (AuditedSchema schema = new AuditedSchema(kind, NOTE, LANG)) {
            assertThat(schema.findings()).isEmpty();
            schema.run(trigger(kind, "note"));

            assertThat(schema.findings()).singleElement().satisfies(finding -> {
                assertThat(finding.name()).isEqualTo("trigger:note.move_row");
                assertThat(finding.severity()).isEqualTo(Severity.ERROR);
                assertThat(finding.message()).contains("The trigger move_row of table note");
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTriggerOnAGlobalTableCountsIfScopesWriteIt(TestDatabase kind) throws SQLException {
        try (AuditedSchema schema = new AuditedSchema(kind, LANG, "create table word (code integer)")) {
            schema.run(trigger(kind, "word"));

            assertThat(schema.findings(settings -> settings.globalTables("word")))
                    .isEmpty();
            assertThat(AuditedSchema.names(schema.findings(settings -> settings.globalWritableTables("word"))))
                    .containsExactly("trigger:word.move_row");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL_13", "POSTGRESQL_18"}) // elsewhere they are on, or dropped
    void aTriggerThatIsOffIsFine(TestDatabase kind) throws SQLException {
        try (AuditedSchema schema = new AuditedSchema(kind, NOTE)) {
            schema.run(trigger(kind, "note"));
            schema.run("alter table note disable trigger move_row");
            assertThat(schema.findings()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL_13", "POSTGRESQL_18"}) // only PostgreSQL has rules
    void aRuleIsAnError(TestDatabase kind) throws SQLException {
        assertThat(AuditedSchema.findings(kind, NOTE, "create rule keep as on delete to note do instead nothing"))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.name()).isEqualTo("rule:note.keep");
                    assertThat(finding.severity()).isEqualTo(Severity.ERROR);
                });
    }

    @ParameterizedTest
    @EnumSource
    void aViewWithItsOwnersRightsIsToBeLookedAt(TestDatabase kind) throws SQLException {
        try (AuditedSchema schema =
                new AuditedSchema(kind, NOTE, "create view note_v as select tenant_id, id from note")) {
            if (kind == TestDatabase.SQLITE) { // it has no rights
                assertThat(schema.findings()).isEmpty();
                return;
            }
            assertThat(schema.findings()).singleElement().satisfies(finding -> {
                assertThat(finding.name()).isEqualTo("view:note_v");
                assertThat(finding.severity()).isEqualTo(Severity.WARNING);
                assertThat(finding.message()).contains("its owner's rights");
            });
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"SQLITE", "POSTGRESQL_13"}) // it has no such views
    void aViewWithItsCallersRightsIsNot(TestDatabase kind) throws SQLException {
        String view = kind == TestDatabase.POSTGRESQL_18
                ? "create view note_v with (security_invoker) as select tenant_id, id from note"
                : "create sql security invoker view note_v as select tenant_id, id from note";

        assertThat(AuditedSchema.findings(kind, NOTE, view)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL_13", "POSTGRESQL_18"}) // only PostgreSQL has them
    void aMaterializedViewThatIsDeclaredScopedIs(TestDatabase kind) throws SQLException {
        try (AuditedSchema schema =
                new AuditedSchema(kind, NOTE, "create materialized view note_m as select tenant_id, id from note")) {
            assertThat(schema.findings(settings -> settings.table("note_m", table -> table.tenant("tenant_id"))))
                    .anySatisfy(finding -> assertThat(finding.name()).isEqualTo("view:note_m"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aGlobalTableWithATenantIsAnError(TestDatabase kind) throws SQLException {
        try (AuditedSchema schema = new AuditedSchema(kind, NOTE, LANG)) {
            assertThat(schema.findings(settings -> settings.globalTables("lang")))
                    .isEmpty();
            assertThat(schema.findings(settings -> settings.globalTables("lang", "note")))
                    .singleElement()
                    .satisfies(finding -> {
                        assertThat(finding.name()).isEqualTo("global-table:note");
                        assertThat(finding.severity()).isEqualTo(Severity.ERROR);
                    });
        }
    }

    @ParameterizedTest
    @EnumSource
    void aGlobalViewOfScopedTablesIsAnError(TestDatabase kind) throws SQLException {
        try (AuditedSchema schema = new AuditedSchema(
                kind,
                NOTE,
                LANG,
                "create view lang_v as select l.code from lang l",
                "create view counted as select count(*) as notes from note n, lang l",
                "create view counted_again as select notes + 1 as notes from counted")) {
            assertThat(schema.findings(settings -> settings.globalTables("lang", "lang_v")))
                    .isEmpty();
            assertThat(schema.findings(settings -> settings.globalTables("lang_v", "counted_again")))
                    .singleElement()
                    .satisfies(finding -> {
                        assertThat(finding.name()).isEqualTo("global-view:counted_again");
                        assertThat(finding.severity()).isEqualTo(Severity.ERROR);
                    });
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL_13", "POSTGRESQL_18"}) // only PostgreSQL has them
    void soIsAGlobalMaterializedView(TestDatabase kind) throws SQLException {
        try (AuditedSchema schema = new AuditedSchema(
                kind, NOTE, "create materialized view counted as select count(*) as notes from note")) {
            assertThat(AuditedSchema.names(schema.findings(settings -> settings.globalTables("counted"))))
                    .containsExactly("global-view:counted");
        }
    }
}
