package org.maibot.isolation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.maibot.isolation.jdbc.AuditedSchema.called;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.maibot.isolation.IsolationEvent;
import org.maibot.isolation.IsolationEvent.SchemaFindingAccepted;
import org.maibot.isolation.IsolationEvent.SchemaFindingReported;
import org.maibot.isolation.jdbc.SchemaFinding.Severity;

/** Findings are reported when the runtime opens; a host accepts them by name, or refuses errors. */
class SchemaFindingsTest {
    private static final String[] NOTES = {
        "create table note (tenant_id text, id integer)",
        "create trigger move_note after insert on note begin delete from note; end",
        "create table tag (tenant_id text not null)",
        "create trigger move_tag after insert on tag begin delete from tag; end"
    };

    private static AuditedSchema notes() throws SQLException {
        return new AuditedSchema(TestDatabase.SQLITE, NOTES);
    }

    @Test
    void errorsComeFirstThenNamesInOrder() throws SQLException {
        try (AuditedSchema schema = notes()) {
            assertThat(AuditedSchema.names(schema.findings()))
                    .containsExactly(
                            "trigger:note.move_note",
                            "trigger:tag.move_tag",
                            "missing-index:note",
                            "missing-index:tag",
                            "nullable:note.tenant_id");
        }
    }

    @Test
    void eachReachesTheObserverOnce() throws SQLException {
        try (AuditedSchema schema = notes()) {
            List<SchemaFinding> found = schema.findings();
            assertThat(schema.events().of(SchemaFindingReported.class))
                    .isEqualTo(found.stream()
                            .map(finding -> new SchemaFindingReported(
                                    finding.name(), finding.severity().name(), finding.message()))
                            .toList());
            assertThat(schema.events().of(SchemaFindingAccepted.class)).isEmpty();
        }
    }

    @Test
    void acceptedOnesAreReportedWithTheirReasonOnly() throws SQLException {
        try (AuditedSchema schema = notes()) {
            List<SchemaFinding> open =
                    schema.findings(settings -> settings.acceptFinding("trigger:note.move_note", "it moves nothing")
                            .acceptFinding("missing-index:tag", "there are ten"));

            assertThat(AuditedSchema.names(open))
                    .containsExactly("trigger:tag.move_tag", "missing-index:note", "nullable:note.tenant_id");
            assertThat(schema.events().of(SchemaFindingAccepted.class))
                    .containsExactly(
                            new SchemaFindingAccepted("trigger:note.move_note", "it moves nothing"),
                            new SchemaFindingAccepted("missing-index:tag", "there are ten"));
            assertThat(schema.events().of(SchemaFindingReported.class)).hasSize(3);
        }
    }

    @Test
    void acceptedNamesThatAreNotFoundAreRefusedAllAtOnce() throws SQLException {
        try (AuditedSchema schema = notes()) {
            assertThatThrownBy(() -> schema.findings(settings -> settings.acceptFinding("trigger:note.gone", "harmless")
                            .acceptFinding("missing-index:note", "there are ten")
                            .acceptFinding("unique-key:other.x", "harmless")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("trigger:note.gone, unique-key:other.x;")
                    .hasMessageNotContaining("missing-index:note");
        }
    }

    @Test
    void errorsAreRefusedAllAtOnceIfAskedFor() throws SQLException {
        try (AuditedSchema schema = notes()) {
            assertThatThrownBy(() -> schema.findings(
                            settings -> settings.refuseSchemaErrors().acceptFinding("gone", "x")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContainingAll("gone", "trigger:note.move_note: The trigger", "trigger:tag.move_tag: The")
                    .hasMessageNotContaining("missing-index");
            assertThat(schema.events().of(SchemaFindingReported.class)).hasSize(5);
        }
    }

    @Test
    void acceptedErrorsAndWarningsAreNotRefused() throws SQLException {
        try (AuditedSchema schema = notes()) {
            assertThat(schema.findings(settings -> settings.refuseSchemaErrors()
                            .acceptFinding("trigger:note.move_note", "it moves nothing")
                            .acceptFinding("trigger:tag.move_tag", "it moves nothing")))
                    .hasSize(3)
                    .allMatch(finding -> finding.severity() == Severity.WARNING);
        }
    }

    @Test
    void aReasonIsNeeded() {
        assertThatThrownBy(() -> Isolation.builder().acceptFinding("trigger:note.move_note", " \n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("trigger:note.move_note is accepted without a reason");
    }

    @Test
    void theCanonicalSchemaHasNone() {
        RecordedEvents events = new RecordedEvents();
        try (Isolation isolation = Isolation.builder()
                .jdbcUrl("jdbc:sqlite::memory:")
                .observer(events)
                .refuseSchemaErrors()
                .open()) {
            assertThat(isolation.schemaFindings()).isEmpty();
        }
        assertThat(events.of(IsolationEvent.SchemaFindingReported.class)).isEmpty();
    }

    /** Each class of the escapes that only a schema can close. */
    @ParameterizedTest
    @EnumSource
    void theDefectsBehindTheEscapesAreFound(TestDatabase kind) throws SQLException {
        try (AuditedSchema schema = new AuditedSchema(kind)) {
            schema.createEscapeCorpus();

            List<SchemaFinding> found = schema.findings(
                    settings -> settings.globalWritableTables("lang").table("ctext", table -> table.tenant("tenant")));

            assertThat(AuditedSchema.names(found))
                    .contains(
                            // E07, E10, H02
                            "unique-key:msg." + called(kind, "msg_pkey", "PRIMARY", "(id)"),
                            "unique-key:msg." + called(kind, "msg_code_key", "code", "(code)"),
                            "unique-key:note." + called(kind, "note_pkey", "PRIMARY", "(id)"),
                            // E27, E28, H03
                            "foreign-key:kid." + called(kind, "kid_par_id_fkey", "kid_ibfk_1", "(par_id)"),
                            // E31
                            "trigger:trig.trig_move",
                            // H07
                            "collation:ctext.tenant",
                            "nullable:msg.agent_id",
                            "missing-index:note")
                    .doesNotHaveDuplicates()
                    .matches(names -> names.contains("view:msg_v") != (kind == TestDatabase.SQLITE)) // A09
                    .noneMatch(name -> name.contains(":kv") || name.contains(":lang"));
        }
    }
}
