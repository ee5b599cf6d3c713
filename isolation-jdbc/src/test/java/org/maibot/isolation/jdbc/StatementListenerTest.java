package org.maibot.isolation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.conf.Settings;
import org.jooq.conf.StatementType;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultConfiguration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.ExecutedStatement.Door;
import org.maibot.isolation.query.IsolatedQueryManager;

/** A listener is told of each statement that the database gets in a context, once, through whichever door it comes. */
@Tag("everyDatabase")
class StatementListenerTest {
    private static final IsolationContext ACME = IsolationContext.of("acme", "bot", "qq", "g1");
    private static final String SELECT = "select text from messages where message_id = ?";
    private static final String INSERT = "insert into agents (agent_id, created_at) values ('bot', ?)";

    private final List<ExecutedStatement> told = new ArrayList<>();

    @AutoClose
    private final FreshDatabase database = TestDatabase.underTest().fresh();

    @AutoClose
    private final Isolation isolation = Isolation.builder()
            .dataSource(database.dataSource())
            .statementListener(told::add)
            .observer(event -> {})
            .open();

    @BeforeEach
    void openingAndAdmittingATenantTellNothing() {
        isolation.dataSource(ACME);
        assertThat(told).isEmpty();
    }

    private void assertTold(Door door, String... texts) {
        assertThat(told).extracting(ExecutedStatement::given).containsExactly(texts);
        assertThat(told).allSatisfy(statement -> {
            assertThat(statement.door()).isEqualTo(door);
            assertThat(statement.context()).isEqualTo(ACME);
            assertThat(statement.sql()).isNotEqualTo(statement.given()).contains("tenant_id");
            assertThat(statement.references())
                    .isNotEmpty()
                    .allSatisfy(reference -> assertThat(reference.constrained()).isEqualTo(reference.carried()));
        });
    }

    @Test
    void aPreparedStatementIsToldEachTimeThatItIsExecuted() throws SQLException {
        try (Connection connection = isolation.dataSource(ACME).getConnection();
                PreparedStatement statement = connection.prepareStatement(SELECT)) {
            statement.setString(1, "m");
            assertThat(told).isEmpty();
            statement.executeQuery().close();
            statement.execute();
            statement.executeQuery().close();
        }
        assertTold(Door.TEXT, SELECT, SELECT, SELECT);
    }

    @Test
    void aBatchIsToldOnceWithTheNumberOfItsRows() throws SQLException {
        try (Connection connection = isolation.dataSource(ACME).getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("update messages set text = ? where message_id = ?")) {
            statement.executeBatch();
            for (int i = 0; i < 4; i++) {
                statement.setString(1, "x");
                statement.setString(2, "m" + i);
                statement.addBatch();
                if (i == 0) {
                    statement.clearBatch();
                }
            }
            assertThat(told).isEmpty();
            statement.executeBatch();
            statement.executeBatch();
        }
        assertThat(told)
                .singleElement()
                .satisfies(batch -> assertThat(batch.rows()).isEqualTo(3));
    }

    @Test
    void aStatementIsToldForEachTextThatItExecutes() throws SQLException {
        try (Connection connection = isolation.dataSource(ACME).getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeQuery("select text from messages").close();
            statement.addBatch("delete from messages");
            statement.addBatch("update chat_streams set next_sequence = 7");
            statement.executeBatch();
        }
        assertTold(
                Door.TEXT,
                "select text from messages",
                "delete from messages",
                "update chat_streams set next_sequence = 7");
    }

    @Tag("onSqlite")
    @Test
    void theQueryForTheKeyIsToldToo() throws SQLException {
        isolation
                .system("a table")
                .dsl()
                .execute("create table note (tenant_id varchar(128) not null, id integer primary key)");
        isolation.refresh();
        try (Connection connection = isolation.dataSource(ACME).getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "insert into note (id) values (null)", Statement.RETURN_GENERATED_KEYS)) {
            statement.executeUpdate();
            statement.getGeneratedKeys().close();
        }
        assertTold(Door.TEXT, "insert into note (id) values (null)", "select 1 from \"main\".\"note\" where rowid = ?");
    }

    @Test
    void jooqIsToldAsItRenders() {
        DSLContext dsl = isolation.dsl(ACME);
        dsl.fetch(SELECT, "m");
        dsl.select(field("text")).from(table("messages")).fetch();
        dsl.renderInlined(dsl.query(SELECT, "m"));
        dsl.batch(dsl.query(INSERT, 1L)).execute();
        dsl.batch("update agents set created_at = ?").bind(1L).bind(2L).execute();

        assertTold(
                Door.DSL,
                SELECT,
                "select text from messages",
                INSERT.replace("?", "1"),
                "update agents set created_at = ?");
        assertThat(told).extracting(ExecutedStatement::rows).containsExactly(1, 1, 1, 2);
    }

    private DSLContext host(Settings settings) {
        return DSL.using(new DefaultConfiguration()
                .set(database.dataSource())
                .set(isolation.rules().syntax().family().dialect())
                .set(settings)
                .set(new IsolationVisitListener(isolation.rules(), () -> ACME)));
    }

    @Test
    void aHostsConfigurationIsToldToo() {
        DSLContext dsl = host(new Settings());
        dsl.fetch(SELECT, "m");
        dsl.render(dsl.query(SELECT, "m"));
        dsl.renderInlined(dsl.query(SELECT, "m"));
        dsl.query(SELECT, "m").getSQL();
        dsl.batch(dsl.query(INSERT, 1L), dsl.query("update agents set created_at = ?", 7L))
                .execute();
        host(new Settings().withStatementType(StatementType.STATIC_STATEMENT)).fetch(SELECT, "m");

        assertTold(
                Door.LISTENER,
                SELECT,
                INSERT.replace("?", "1"),
                "update agents set created_at = 7",
                SELECT.replace("?", "'m'"));
        assertThat(told).noneMatch(statement -> statement.sql().contains("acme"));
    }

    @Test
    void theAmbientDataSourceTellsTheCurrentContext() {
        ACME.run(() -> {
            try (Connection connection = isolation.dataSource().getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("select text from messages")) {
                assertThat(rows.next()).isFalse();
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        });
        assertTold(Door.TEXT, "select text from messages");
    }

    @Test
    void queryManagersTellWhatTheyExecute() {
        IsolatedQueryManager queries = isolation.queries(ACME);
        told.clear();
        queries.messages().append(Samples.message("m-1"));
        List<ExecutedStatement> first = List.copyOf(told);
        assertThat(first)
                .flatExtracting(ExecutedStatement::references)
                .filteredOn(reference -> reference.kind() == TableReference.Kind.INSERTED)
                .extracting(TableReference::table)
                .containsExactly("agents", "chat_streams", "messages");
        told.clear();
        queries.messages().appendAll(List.of(Samples.message("m-2"), Samples.message("m-3")));
        queries.messages().count();
        queries.chatStreams().list(10);
        queries.usage().total(Samples.NOON, Samples.NOON.plusSeconds(1));

        List<ExecutedStatement> all = new ArrayList<>(first);
        all.addAll(told);
        assertThat(told).filteredOn(statement -> statement.rows() == 2).hasSizeLessThan(2);
        assertThat(all).allSatisfy(statement -> {
            assertThat(statement.door()).isEqualTo(Door.DSL);
            assertThat(statement.context()).isEqualTo(ACME);
            assertThat(statement.references())
                    .isNotEmpty()
                    .allSatisfy(reference -> assertThat(reference.constrained()).isEqualTo(reference.carried()));
        });
        assertThat(told)
                .filteredOn(statement ->
                        first.stream().anyMatch(before -> before.sql().equals(statement.sql())))
                .isNotEmpty()
                .allMatch(ExecutedStatement::fromCache);
    }

    @Test
    void whatWasScopedBeforeIsFromTheCache() {
        CacheStatistics before = isolation.rules().cacheStatistics();
        isolation.dsl(ACME).fetch("select text from messages where message_id = 'c'");
        isolation
                .dsl(IsolationContext.of("other", "bot", "qq", "g1"))
                .fetch("select text from messages where message_id = 'c'");
        isolation.dsl(IsolationContext.of("acme")).fetch("select text from messages where message_id = 'c'");

        assertThat(told).extracting(ExecutedStatement::fromCache).containsExactly(false, true, false);
        CacheStatistics after = isolation.rules().cacheStatistics();
        assertThat(after.hits() - before.hits()).isEqualTo(1);
        assertThat(after.misses() - before.misses()).isEqualTo(2);
    }

    @Test
    void neitherRefusalsNorSystemAccessAreTold() throws SQLException {
        DSLContext dsl = isolation.dsl(ACME);
        try (Connection connection = isolation.dataSource(ACME).getConnection();
                Statement statement = connection.createStatement();
                PreparedStatement insert =
                        connection.prepareStatement("insert into agents (tenant_id, created_at) values (?, 1)")) {
            assertThatExceptionOfType(SQLException.class).isThrownBy(() -> statement.execute("drop table messages"));
            assertThatExceptionOfType(SQLException.class).isThrownBy(() -> insert.setString(1, "other"));
            assertThatExceptionOfType(SQLException.class).isThrownBy(insert::executeUpdate);
        }
        assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> dsl.execute("select * from nowhere"));
        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> host(new Settings()).execute("update agents set tenant_id = 'other'"));
        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> host(new Settings())
                        .batch("insert into agents (created_at) values (?)")
                        .bind(1L)
                        .execute());
        isolation.system("a count").dsl().fetchCount(table("messages"));
        isolation.refresh();

        assertThat(told).isEmpty();
    }

    @Test
    void anIdThatAColumnCannotHoldIsRefusedAndNotTold() {
        isolation.system("a narrow column").dsl().execute("create table small (tenant_id varchar(3) not null)");
        isolation.refresh();
        if (isolation.rules().current().find("small").orElseThrow().fixedBy(ACME.level()).values().stream()
                .allMatch(column -> column.maxLength() == 0)) {
            return; // SQLite bounds no column
        }
        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> host(new Settings()).fetch("select * from small"));
        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> isolation.dsl(ACME).fetch("select * from small"));
        assertThat(told).isEmpty();
    }

    @Test
    void aListenerThatThrowsChangesNothing() throws SQLException {
        TableRules rules = TableRules.builder()
                .globalTables("agent_templates")
                .statementListener(statement -> {
                    throw new AssertionError("a listener that fails on purpose");
                })
                .readFrom(database.dataSource());
        try (Connection connection = IsolatingDataSource.wrap(database.dataSource(), rules, () -> ACME)
                        .getConnection();
                PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setLong(1, 1);
            assertThat(insert.executeUpdate()).isOne();
        }
    }

    @Test
    void rulesForACopyTellTheSameListener() throws SQLException {
        TableRules copy = isolation.rules().forDatabase(database.dataSource());
        try (Connection connection = IsolatingDataSource.wrap(database.dataSource(), copy, () -> ACME)
                        .getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("select text from messages");
        }
        assertTold(Door.TEXT, "select text from messages");
    }

    @Test
    void withoutAListenerNothingIsMadeForOne() throws SQLException {
        TableRules rules = TableRules.builder().readFrom(database.dataSource());

        assertThat(rules.scope("select text from messages", ACME.level()).origin())
                .isNull();
    }
}
