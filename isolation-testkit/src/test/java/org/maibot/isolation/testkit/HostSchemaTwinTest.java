package org.maibot.isolation.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.maibot.isolation.testkit.Notebook.ACME;
import static org.maibot.isolation.testkit.Notebook.GLOBEX;
import static org.maibot.isolation.testkit.TestSql.execute;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.FreshDatabase;
import org.maibot.isolation.jdbc.TableRules;
import org.maibot.isolation.jdbc.TestDatabase;
import org.maibot.isolation.testkit.TwinReport.Difference;
import org.maibot.isolation.testkit.TwinReport.Kind;

/** Twins are made of whatever a host's schema has, and follow what stands in it. */
class HostSchemaTwinTest {
    /** A trigger that keeps count of a tenant's notes. */
    private static String[] trigger(TestDatabase kind) {
        String count = "update counts set notes = notes + 1 where tenant_id = new.tenant_id";
        return switch (kind.family()) {
            case "sqlite" -> new String[] {"create trigger counted after insert on note begin " + count + "; end"};
            case "postgresql" ->
                new String[] {
                    "create function count_note() returns trigger language plpgsql as 'begin " + count
                            + "; return new; end'",
                    "create trigger counted after insert on note for each row execute function count_note()"
                };
            default -> new String[] {"create trigger counted after insert on note for each row " + count};
        };
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "POSTGRESQL_13")
    void triggersRunForTheCodeAndNotForTheCopy(TestDatabase kind) throws SQLException {
        try (FreshDatabase database = kind.fresh()) {
            DataSource dataSource = database.dataSource();
            execute(
                    dataSource,
                    "create table note (tenant_id varchar(20) not null, id bigint not null, primary key (tenant_id, id))",
                    "create table counts (tenant_id varchar(20) not null primary key, notes bigint not null)",
                    "insert into counts values ('acme', 0), ('globex', 0)");
            execute(dataSource, trigger(kind));
            execute(dataSource, "insert into note values ('acme', 1), ('acme', 2), ('globex', 1)");
            TableRules rules = TableRules.builder().readFrom(dataSource);
            try (TwinCheck twins = TwinCheck.of(dataSource, rules);
                    TwinCheck unguarded = TwinCheck.of(dataSource, rules, Guard.none())) {
                twins.verify(ACME, "insert into note (id) values (3)");
                twins.verify(ACME, "select notes from counts");
                execute(dataSource, "insert into note values ('acme', 4)");
                twins.verify(ACME, "select notes from counts");
                assertThat(unguarded.compare(ACME, "select notes from counts").toString())
                        .contains("The rows of others that it sees are in\n  counts");
                twins.verify(ACME, "delete from note where id = 4");
            }
        }
    }

    @Test
    void columnsOfSqliteThatHaveDefaultsGetThoseOfTheContext() throws SQLException {
        try (FreshDatabase database = TestDatabase.SQLITE.fresh()) {
            DataSource dataSource = database.dataSource();
            execute(
                    dataSource,
                    "create table note (id integer primary key, tenant_id varchar(20) not null default 'nobody',"
                            + " agent_id text default ('n' || 'one') not null, title text default 'x, y')",
                    "insert into note values (1, 'acme', 'bot', 'ours'), (2, 'globex', 'bot', 'theirs')");
            try (TwinCheck twins = TwinCheck.of(dataSource, TableRules.builder().readFrom(dataSource))) {
                twins.verify(GLOBEX, "insert into note (title) values ('new')");
                twins.verify(GLOBEX, "insert into note (id) values (7)");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "POSTGRESQL_13")
    void rowsThatCameMeanwhileAreInTheTwin(TestDatabase kind) throws SQLException {
        try (Notebook notebook = new Notebook(kind);
                TwinCheck twins = notebook.guarded()) {
            twins.verify(ACME, "select count(*) from note");
            notebook.execute(
                    "insert into note (id, tenant_id, title) values (20, 'acme', 'later'), (21, 'globex', 'later')");
            twins.verify(ACME, "select count(*) from note");
            assertThat(twins.compare(ACME, "select title from note where id = 20")
                            .isSame())
                    .isTrue();
        }
    }

    /** An entity without {@code equals}, as repositories return them. */
    private static final class Note {
        private final long id;
        private final String title;

        Note(long id, String title) {
            this.id = id;
            this.title = title;
        }

        @Override
        public String toString() {
            return id + " " + title;
        }
    }

    private static List<Note> add(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement insert =
                        connection.prepareStatement("insert into note (title) values ('new')", new String[] {"id"})) {
            insert.executeUpdate();
            try (ResultSet key = insert.getGeneratedKeys()) {
                key.next();
                return List.of(new Note(key.getLong(1), "new"));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "POSTGRESQL_13")
    void idsInObjectsAreTakenForTheSame(TestDatabase kind) throws SQLException {
        try (Notebook notebook = new Notebook(kind);
                TwinCheck twins = notebook.guarded()) {
            twins.verify(ACME, HostSchemaTwinTest::add);
        }
    }

    private static int failWithATitle(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select title from note order by id desc")) {
            row.next();
            throw new IllegalStateException("cannot read", new SQLException("the note " + row.getString(1)));
        }
    }

    @Test
    void exceptionsThatTellOfOthersAreFound() throws SQLException {
        try (Notebook notebook = new Notebook(TestDatabase.SQLITE);
                TwinCheck guarded = notebook.guarded();
                TwinCheck unguarded = notebook.unguarded()) {
            TwinReport told = unguarded.compare(ACME, HostSchemaTwinTest::failWithATitle);

            assertThat(told.differences()).extracting(Difference::kind).containsExactly(Kind.SHOWS_OTHERS);
            assertThat(told.toString()).contains("globex wide", "its exception tells of the rows of others");
            assertThat(guarded.compare(ACME, HostSchemaTwinTest::failWithATitle).isSame())
                    .isTrue();
        }
    }

    @Test
    void manyStatementsAreCheckedAtOnceAndAllFailuresTold() throws SQLException {
        try (Notebook notebook = new Notebook(TestDatabase.SQLITE);
                TwinCheck guarded = notebook.guarded();
                TwinCheck unguarded = notebook.unguarded()) {
            guarded.verifyAll(List.of(ACME, GLOBEX), "select * from note", "delete from tag");
            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(
                            () -> unguarded.verifyAll(List.of(ACME, GLOBEX), "select * from note", "delete from tag"))
                    .withMessageContaining("select * from note\nin the context acme")
                    .withMessageContaining("delete from tag\nin the context globex/bot");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MYSQL", "MARIADB"})
    void idsMayBeTexts(TestDatabase kind) throws SQLException {
        try (FreshDatabase database = kind.fresh()) {
            DataSource host = database.dataSource();
            execute(
                    host,
                    "create table note (tenant_id text not null, title varchar(20)) character set utf8mb4 collate "
                            + (kind == TestDatabase.MYSQL ? "utf8mb4_0900_bin" : "utf8mb4_nopad_bin"),
                    "insert into note values ('acme', 'ours'), ('it''s \\\\', 'theirs')");
            try (TwinCheck twins = TwinCheck.of(host, TableRules.builder().readFrom(host))) {
                twins.verify(ACME, "insert into note (title) values ('new')");
                twins.verify(IsolationContext.of("it's \\"), "insert into note (title) values ('new')");
            }
        }
    }

    @Test
    void versionedTablesOfMariadbAreInTheTwin() throws SQLException {
        try (FreshDatabase database = TestDatabase.MARIADB.fresh()) {
            DataSource host = database.dataSource();
            execute(
                    host,
                    "create table note (tenant_id varchar(20) not null, title varchar(20)) with system versioning",
                    "insert into note values ('acme', 'ours'), ('globex', 'theirs')");
            TableRules rules = TableRules.builder().readFrom(host);
            try (TwinCheck guarded = TwinCheck.of(host, rules);
                    TwinCheck unguarded = TwinCheck.of(host, rules, Guard.none())) {
                guarded.verify(ACME, "insert into note (title) select concat(title, '!') from note");
                assertThat(unguarded
                                .compare(ACME, "update note set title = 'x'")
                                .differences())
                        .extracting(Difference::kind)
                        .contains(Kind.CHANGES_OTHERS);
            }
        }
    }
}
