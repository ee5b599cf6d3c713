package org.maibot.isolation.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.table;
import static org.maibot.isolation.testkit.IsolationAssertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.ViolationReason;
import org.maibot.isolation.jdbc.FreshDatabase;
import org.maibot.isolation.jdbc.Isolation;
import org.maibot.isolation.jdbc.TestDatabase;
import org.maibot.isolation.query.Message;
import org.maibot.isolation.testkit.TwinReport.Kind;

/** Code that takes the runtime is checked like statements are. */
class RuntimeCodeTest {
    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

    private static IsolationContext chat(Isolation isolation, String tenant) {
        IsolationContext chat = isolation.createIsolationContext(tenant, "bot", "qq", "g1");
        isolation.queries(chat).messages().append(message("m-1", "hello from " + tenant));
        return chat;
    }

    private static Message message(String id, String text) {
        return new Message(id, "user-7", Message.Role.USER, NOON, text);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "POSTGRESQL_13")
    void codeOfARuntimeKeepsToItsScope(TestDatabase kind) throws SQLException {
        try (FreshDatabase database = kind.fresh();
                Isolation isolation =
                        Isolation.builder().dataSource(database.dataSource()).open();
                TwinCheck twins = TwinCheck.of(isolation)) {
            IsolationContext acme = chat(isolation, "acme");
            IsolationContext globex = chat(isolation, "globex");
            for (IsolationContext context : new IsolationContext[] {acme, globex}) {
                twins.verifyRuntime(context, runtime -> {
                    runtime.queries(context).messages().append(message("m-2", "again"));
                    return runtime.queries(context).messages().count();
                });
            }
            twins.verifyRuntime(
                    acme,
                    runtime -> runtime.dsl(IsolationContext.requireCurrent()).fetch("select * from messages"));
            assertThat(isolation.queries(acme).messages().count()).isEqualTo(1);
        }
    }

    @Test
    void aTenantMayBeNewToTheRuntime() throws SQLException {
        try (Isolation isolation = Isolation.open("jdbc:sqlite::memory:")) {
            chat(isolation, "globex");
            try (TwinCheck twins = TwinCheck.of(isolation)) {
                IsolationContext acme = IsolationContext.of("acme", "bot", "qq", "g1");

                twins.verifyRuntime(
                        acme, runtime -> runtime.queries(acme).messages().count());
                twins.verifyRuntime(
                        acme,
                        runtime -> runtime.queries(acme)
                                .messages()
                                .append(new Message("m", "u", Message.Role.USER, Instant.EPOCH, "hello")));
            }
        }
    }

    @Test
    void codeThatGoesPastTheIsolationIsFound() throws SQLException {
        try (Isolation isolation = Isolation.open("jdbc:sqlite::memory:");
                TwinCheck twins = TwinCheck.of(isolation)) {
            IsolationContext acme = chat(isolation, "acme");
            chat(isolation, "globex");

            TwinReport seen = twins.compareRuntime(
                    acme, runtime -> runtime.system("careless").dsl().fetch("select text from messages"));
            TwinReport changed = twins.compareRuntime(
                    acme, runtime -> runtime.system("careless").dsl().execute("update messages set text = 'x'"));

            assertThat(seen.toString())
                    .contains("hello from globex", "The rows of others that it sees are in\n  messages");
            assertThat(changed.differences())
                    .extracting(TwinReport.Difference::kind)
                    .containsExactly(Kind.SHOWS_OTHERS, Kind.CHANGES_OTHERS);
        }
    }

    @Test
    void aCheckWithoutARuntimeSaysSo() throws SQLException {
        try (Notebook notebook = new Notebook(TestDatabase.SQLITE);
                TwinCheck twins = notebook.guarded()) {
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> twins.verifyRuntime(Notebook.ACME, runtime -> 1))
                    .withMessageContaining("TwinCheck.of(isolation)");
        }
    }

    @Test
    void aRuntimeIsAsserted() throws SQLException {
        try (Isolation isolation = Isolation.open("jdbc:sqlite::memory:")) {
            IsolationContext acme = chat(isolation, "acme");
            IsolationContext globex = chat(isolation, "globex");

            assertThat(isolation)
                    .hasNoSchemaErrors()
                    .confines(acme, "select text from messages where message_id = ?", "m-1")
                    .confines(
                            globex,
                            runtime -> runtime.dsl(globex)
                                    .deleteFrom(table("messages"))
                                    .where(field("message_id").eq("m-1"))
                                    .execute())
                    .confinesGenerated(Duration.ofMillis(500), acme, globex)
                    .refuses(acme, "drop table messages")
                    .withReason(ViolationReason.STATEMENT_NOT_ALLOWED);
            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(() -> assertThat(isolation)
                            .confines(
                                    acme,
                                    runtime -> runtime.system("careless").dsl().fetch("select text from messages")))
                    .withMessageContaining("hello from globex");
        }
    }

    @Test
    void schemaErrorsAreTold() throws SQLException {
        try (FreshDatabase database = TestDatabase.SQLITE.fresh()) {
            try (var connection = database.dataSource().getConnection();
                    var statement = connection.createStatement()) {
                statement.execute("create table note (tenant_id text collate nocase not null, id integer not null,"
                        + " primary key (tenant_id, id))");
            }
            try (Isolation isolation = Isolation.builder()
                    .dataSource(database.dataSource())
                    .createSchema(false)
                    .open()) {
                assertThatExceptionOfType(AssertionError.class)
                        .isThrownBy(() -> assertThat(isolation).hasNoSchemaErrors())
                        .withMessageContaining("collation:note.tenant_id");
            }
        }
    }
}
