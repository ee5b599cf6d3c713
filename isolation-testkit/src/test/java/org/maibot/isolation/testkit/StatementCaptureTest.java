package org.maibot.isolation.testkit;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.maibot.isolation.testkit.IsolationAssertions.assertThat;
import static org.maibot.isolation.testkit.IsolationAssertions.assertThatRefused;
import static org.maibot.isolation.testkit.Notebook.ACME;
import static org.maibot.isolation.testkit.Notebook.GLOBEX;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.ExecutedStatement;
import org.maibot.isolation.jdbc.ExecutedStatement.Door;
import org.maibot.isolation.jdbc.FreshDatabase;
import org.maibot.isolation.jdbc.IsolatingDataSource;
import org.maibot.isolation.jdbc.Isolation;
import org.maibot.isolation.jdbc.IsolationVisitListener;
import org.maibot.isolation.jdbc.TableReference;
import org.maibot.isolation.jdbc.TableReference.Kind;
import org.maibot.isolation.jdbc.TableRules;
import org.maibot.isolation.jdbc.TestDatabase;
import org.maibot.isolation.query.Message;

/** The statements that go out are captured, and what is asserted of them is found or missed. */
class StatementCaptureTest {
    private static final List<String> STATEMENTS = List.of(
            "select n.title, t.tag from note n left join tag t on t.note_id = n.id",
            "select title from note where exists (select 1 from tag where tag.note_id = note.id)",
            "with n as (select id from note) select count(*) from n",
            "select max(title) from tagged",
            "insert into note (title) values ('new')",
            "insert into tag (note_id, tag) select id, 'green' from note",
            "update note set title = 'changed' where id in (select note_id from tag)",
            "delete from tag");
    private static final IsolationContext CHAT = IsolationContext.of("acme", "bot", "qq", "g1");

    private final StatementCapture capture = new StatementCapture();

    private TableRules rules(Notebook notebook) throws SQLException {
        return TableRules.builder()
                .globalTables("language")
                .table("note", table -> table.nullBelongsToWiderLevel(Dimension.AGENT))
                .statementListener(capture)
                .readFrom(notebook.dataSource());
    }

    private void executeTexts(Notebook notebook, TableRules rules) throws SQLException {
        try (Connection connection = IsolatingDataSource.wrap(notebook.dataSource(), rules, () -> GLOBEX)
                        .getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : STATEMENTS) {
                statement.execute(sql);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatATextDoesIsCaptured(TestDatabase kind) throws SQLException {
        try (Notebook notebook = new Notebook(kind)) {
            TableRules rules = rules(notebook);
            executeTexts(notebook, rules);

            assertThat(capture)
                    .hasStatements(STATEMENTS.size())
                    .hasAtMost(STATEMENTS.size())
                    .everyReferenceIsConstrained()
                    .everyReferenceIsConstrainedIn(Dimension.TENANT)
                    .touchedOnly("note", "TAG")
                    .allIn(GLOBEX)
                    .allIn(IsolationContext.of("globex"))
                    .through(Door.TEXT);
            Assertions.assertThat(capture.statements())
                    .extracting(ExecutedStatement::given)
                    .containsExactlyElementsOf(STATEMENTS);
            capture.clear();
            executeTexts(notebook, rules);
            assertThat(capture).servedFromCache();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBatchAndAHostsJooqAreCaptured(TestDatabase kind) throws SQLException {
        try (Notebook notebook = new Notebook(kind)) {
            TableRules rules = rules(notebook);
            try (Connection connection = IsolatingDataSource.wrap(notebook.dataSource(), rules, () -> GLOBEX)
                            .getConnection();
                    PreparedStatement insert = connection.prepareStatement("insert into note (title) values (?)")) {
                for (String title : List.of("one", "two")) {
                    insert.setString(1, title);
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            Assertions.assertThat(capture.statements()).singleElement().satisfies(batch -> {
                Assertions.assertThat(batch.rows()).isEqualTo(2);
                Assertions.assertThat(batch.references())
                        .extracting(TableReference::kind)
                        .containsExactly(Kind.INSERTED);
            });
            capture.clear();
            DSL.using(new DefaultConfiguration()
                            .set(notebook.dataSource())
                            .set(new IsolationVisitListener(rules, () -> ACME)))
                    .fetch("select code from language where exists (select 1 from note)");
            assertThat(capture)
                    .hasStatements(1)
                    .through(Door.LISTENER)
                    .allIn(ACME)
                    .everyReferenceIsConstrained()
                    .touchedOnly("language", "note");
        }
    }

    @ParameterizedTest
    @EnumSource
    void theQueryManagersConfineAllFourDimensions(TestDatabase kind) {
        try (FreshDatabase database = kind.fresh();
                Isolation isolation = Isolation.builder()
                        .dataSource(database.dataSource())
                        .statementListener(capture)
                        .open()) {
            Message message = new Message("m", "user", Message.Role.USER, Instant.EPOCH, "text");
            isolation.queries(CHAT).messages().append(message);
            isolation.queries(CHAT).messages().history(10);
            isolation.queries(CHAT).chatStreams().find();

            assertThat(capture)
                    .through(Door.DSL)
                    .allIn(CHAT)
                    .everyReferenceIsConstrained()
                    .touchedOnly("agents", "chat_streams", "messages");
            capture.clear();
            isolation.queries(CHAT).messages().history(10);
            assertThat(capture).hasStatements(1).everyReferenceIsConstrainedIn(Dimension.values());
        }
    }

    private static void assertFails(ThrowingCallable assertion, String... parts) {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(assertion)
                .satisfies(error -> Assertions.assertThat(error).message().contains(parts));
    }

    @Test
    void whatIsNotSoIsTold() throws SQLException {
        try (Notebook notebook = new Notebook(TestDatabase.SQLITE)) {
            executeTexts(notebook, rules(notebook));

            assertFails(() -> assertThat(capture).hasStatements(3), "Expected 3 statements, and there were 8:\n");
            assertFails(
                    () -> assertThat(capture).hasAtMost(7), "Expected at most 7", "delete from \"main\".\"tag\" WHERE");
            assertFails(() -> assertThat(capture).servedFromCache(), "Statement 1 of 8 was not served from the cache");
            assertFails(() -> assertThat(capture).touchedOnly("main.tag"), "Statement 1 of 8 touched also [note (READ");
            assertFails(
                    () -> assertThat(capture).allIn(ACME), "was executed outside of the context acme", "globex/bot");
            assertFails(() -> assertThat(capture).through(Door.DSL), "came through another door than DSL");
            assertFails(
                    () -> assertThat(capture).everyReferenceIsConstrainedIn(Dimension.TENANT, Dimension.AGENT),
                    "Statement 1 of 8 names tag (READ, constrained in [TENANT]) and does not confine it in [AGENT]:\n",
                    "left join \"main\".\"tag\" t");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> assertThat(capture).everyReferenceIsConstrainedIn());
        }
    }

    @Test
    void aReferenceThatIsNotConfinedIsFound() {
        Set<Dimension> all = Set.of(Dimension.values());
        TableReference loose = new TableReference(
                "main", "note", Kind.READ, false, all, Set.of(Dimension.TENANT, Dimension.AGENT, Dimension.PLATFORM));
        capture.onStatement(new ExecutedStatement(
                CHAT, Door.TEXT, "select 1", "select\n'" + "x".repeat(9000) + "'", List.of(loose), false, 1));

        assertFails(
                () -> assertThat(capture).everyReferenceIsConstrained(),
                "names note (READ, constrained in",
                "does not confine it in [CHAT_STREAM]",
                "select 'xxx",
                "…");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThat(capture).everyReferenceIsConstrained())
                .satisfies(error -> Assertions.assertThat(error.getMessage()).hasSizeLessThan(1000));
    }

    @Test
    void nothingProvesNothing() {
        String nothing = "No statement was captured";
        assertThat(capture).hasStatements(0).hasAtMost(0);
        assertFails(() -> assertThat(capture).everyReferenceIsConstrained(), nothing);
        assertFails(() -> assertThat(capture).servedFromCache(), nothing);
        assertFails(() -> assertThat(capture).touchedOnly("note"), nothing);
        assertFails(() -> assertThat(capture).allIn(ACME), nothing);

        capture.onStatement(new ExecutedStatement(ACME, Door.TEXT, "select 1", "select 1", List.of(), false, 1));
        assertThat(capture).touchedOnly();
        assertFails(() -> assertThat(capture).everyReferenceIsConstrained(), "No statement names a scoped table");
    }

    @Test
    void whatIsRefusedIsNotCaptured() throws SQLException {
        try (Notebook notebook = new Notebook(TestDatabase.SQLITE)) {
            TableRules rules = rules(notebook);
            assertThatRefused(() -> IsolatingDataSource.wrap(notebook.dataSource(), rules, () -> ACME)
                    .getConnection()
                    .createStatement()
                    .execute("delete from language"));
            assertThat(capture).hasStatements(0);
        }
    }
}
