package org.maibot.isolation.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.maibot.isolation.testkit.Notebook.ACME;
import static org.maibot.isolation.testkit.TestSql.execute;
import static org.maibot.isolation.testkit.TestSql.texts;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.maibot.isolation.jdbc.FreshDatabase;
import org.maibot.isolation.jdbc.TableRules;
import org.maibot.isolation.jdbc.TestDatabase;
import org.sqlite.SQLiteDataSource;

/** Schemas and code as hosts write them pass the twin check, if they keep to their scope. */
class EverydayHostTest {
    private static TwinCheck guarded(DataSource host) throws SQLException {
        return TwinCheck.of(host, TableRules.builder().readFrom(host));
    }

    private static String counter(TestDatabase kind) {
        return switch (kind.family()) {
            case "sqlite" -> "integer primary key";
            case "postgresql" -> "bigint generated always as identity primary key";
            default -> "bigint auto_increment primary key";
        };
    }

    /** Reserved words, blanks and letters that are no ASCII; the counter's name does not end like an id's. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "POSTGRESQL_13")
    void namesMayBeAny(TestDatabase kind) throws SQLException {
        try (FreshDatabase database = kind.fresh()) {
            DataSource host = database.dataSource();
            String q = kind.family().startsWith("m") ? "`" : "\"";
            String order = q + "order" + q;
            String group = q + "group" + q;
            String strange = q + "Ümläut %" + q;
            String size = q + "größe é" + q;
            execute(
                    host,
                    "create table " + order + " (" + group + " " + counter(kind) + ", tenant_id varchar(20) not null,"
                            + " " + q + "select" + q + " varchar(20), parent bigint,"
                            + " foreign key (parent) references " + order + " (" + group + ") on delete cascade)",
                    "create table " + strange + " (tenant_id varchar(20) not null, " + size + " int not null,"
                            + " primary key (tenant_id, " + size + "))",
                    "insert into " + order + " (tenant_id) values ('acme'), ('globex'), ('acme')",
                    "insert into " + strange + " values ('acme', 1), ('globex', 1)");
            try (TwinCheck twins = guarded(host)) {
                twins.verify(ACME, "insert into " + order + " (" + q + "select" + q + ") values ('x'), ('y')");
                twins.verify(ACME, "delete from " + order);
                twins.verify(ACME, "update " + strange + " set " + size + " = 4");
            }
            Canaries.in(host, TableRules.builder().readFrom(host)).plant();
        }
    }

    @Test
    void definitionsOfSqliteMayHaveComments() throws SQLException {
        try (FreshDatabase database = TestDatabase.SQLITE.fresh()) {
            DataSource host = database.dataSource();
            execute(host, """
                    create table note (
                      id integer primary key, -- the tenant's, by itself
                      tenant_id /* whose, it's said */ text not null, -- whose
                      title text default '-- no /* comment', "a -- b" text /* the last, not ended )
                    */)""", "insert into note (tenant_id) values ('acme'), ('globex')");
            try (TwinCheck twins = guarded(host)) {
                twins.verify(ACME, "insert into note (\"a -- b\") values ('x')");
                twins.verify(ACME, "select title from note where title = '-- no /* comment'");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MYSQL", "MARIADB"})
    void viewsAndTriggersOfMysqlMayUseOneAnotherAndFunctions(TestDatabase kind) throws SQLException {
        try (FreshDatabase database = kind.fresh()) {
            DataSource host = database.dataSource();
            execute(
                    host,
                    "create table note (tenant_id varchar(20) not null, title varchar(20))",
                    "insert into note values ('acme', 'ours'), ('globex', 'theirs')",
                    "create function loud(t varchar(20)) returns varchar(20) deterministic return upper(t)",
                    "create procedure shout(inout t varchar(20)) set t = loud(t)",
                    "create view z as select tenant_id, title from note",
                    "create view b as select tenant_id, loud(title) as title from z",
                    "create view a as select tenant_id, title from z",
                    "create trigger shouted before insert on note for each row begin set @t = new.title; call shout(@t);"
                            + " set new.title = @t; end");
            try (TwinCheck twins = guarded(host)) {
                twins.verify(ACME, "select title from a");
                twins.verify(ACME, "insert into note (title) values ('new')");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL_18", "MYSQL", "MARIADB"})
    void aTableMayBeCalledLikeItsSchema(TestDatabase kind) throws SQLException {
        try (FreshDatabase database = kind.fresh();
                Connection connection = database.dataSource().getConnection()) {
            DataSource host = database.dataSource();
            String name = kind.family().equals("postgresql") ? connection.getSchema() : connection.getCatalog();
            execute(
                    host,
                    "create table " + name + " (tenant_id varchar(20) not null, title varchar(20))",
                    "create view v as select x.tenant_id, x.title from " + name + " join " + name + " x on x.title = "
                            + name + ".title",
                    "insert into " + name + " values ('acme', 'ours'), ('globex', 'theirs')");
            try (TwinCheck twins = guarded(host);
                    TwinCheck unguarded =
                            TwinCheck.of(host, TableRules.builder().readFrom(host), Guard.none())) {
                twins.verify(ACME, "select " + name + ".title from " + name);
                twins.verify(ACME, "select title from v");
                assertThatExceptionOfType(AssertionError.class)
                        .isThrownBy(() -> unguarded.compare(ACME, "select title from " + name + " . " + name))
                        .withMessageContaining("past the twin");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "POSTGRESQL_13")
    void stringsMayHoldWhateverStatementsMustNot(TestDatabase kind) throws SQLException {
        try (Notebook notebook = new Notebook(kind);
                TwinCheck twins = notebook.guarded();
                TwinCheck unguarded = notebook.unguarded();
                Connection connection = notebook.dataSource().getConnection()) {
            String schema = kind.family().equals("postgresql") ? connection.getSchema() : connection.getCatalog();
            twins.verify(
                    ACME,
                    "select title from note where title not in ('that''s it; end', '; rollback', '" + schema
                            + ".note')");
            for (String sql :
                    List.of("select 'x'; commit", "select '\\'; commit; select '", "/* ' */ ; commit; select '")) {
                assertThatExceptionOfType(AssertionError.class)
                        .isThrownBy(() -> unguarded.compare(ACME, sql))
                        .withMessageContaining("must not end transactions");
            }
        }
    }

    /** As Hibernate does it. */
    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL_18", "MARIADB"})
    void keysMayComeFromASequence(TestDatabase kind) throws SQLException {
        try (FreshDatabase database = kind.fresh()) {
            DataSource host = database.dataSource();
            execute(
                    host,
                    "create sequence note_seq start with 100 increment by 50",
                    "create table note (tenant_id varchar(20) not null, id bigint not null, title varchar(20),"
                            + " primary key (tenant_id, id))",
                    "insert into note values ('acme', 1, 'ours'), ('globex', 2, 'theirs')");
            String next = kind == TestDatabase.MARIADB ? "select nextval(note_seq)" : "select nextval('note_seq')";
            TableRules rules = TableRules.builder().sequences("note_seq").readFrom(host);
            try (TwinCheck twins = TwinCheck.of(host, rules);
                    TwinCheck unguarded = TwinCheck.of(host, rules, Guard.none())) {
                for (int i = 0; i < 2; i++) {
                    twins.verify(ACME, given -> {
                        long id = Long.parseLong(texts(given, next).get(0));
                        execute(given, "insert into note (id, title) values (" + (id - 49) + ", 'new')");
                        return texts(given, "select id from note where title = 'new'");
                    });
                }
                assertThat(unguarded.compare(ACME, "select max(id) from note").isSame())
                        .isFalse();
            }
        }
    }

    /** A new row as a repository returns it. */
    private record Added(UUID id, Instant seen) {}

    private static Timestamp addAndSee(DataSource given) throws SQLException {
        execute(given, "insert into note (id) values (7)");
        try (Connection connection = given.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select seen from note where id = 7")) {
            row.next();
            return row.getTimestamp(1);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "POSTGRESQL_13")
    void timesThatDefaultsMakeMayBeReturned(TestDatabase kind) throws SQLException {
        try (FreshDatabase database = kind.fresh()) {
            DataSource host = database.dataSource();
            String made = switch (kind.family()) {
                case "sqlite" -> "timestamp default (strftime('%Y-%m-%d %H:%M:%f', 'now'))";
                case "postgresql" -> "timestamptz default now()";
                default -> "timestamp(6) default current_timestamp(6)";
            };
            execute(
                    host,
                    "create table note (tenant_id varchar(20) not null, id bigint not null, seen " + made + ")",
                    "insert into note (tenant_id, id) values ('acme', 1), ('globex', 2)");
            UUID id = new UUID(1, 2);
            try (TwinCheck twins = guarded(host)) {
                twins.verify(ACME, EverydayHostTest::addAndSee);
                twins.verify(ACME, given -> List.of(addAndSee(given).toLocalDateTime()));
                twins.verify(ACME, given -> new Added(id, addAndSee(given).toInstant()));
                twins.verify(
                        ACME,
                        given -> Map.of("seen", addAndSee(given).toInstant().atOffset(ZoneOffset.ofHours(3))));
            }
        }
    }

    private static UUID add(DataSource given) throws SQLException {
        try (Connection connection = given.getConnection();
                PreparedStatement insert =
                        connection.prepareStatement("insert into note (title) values ('x')", new String[] {"id"})) {
            insert.executeUpdate();
            try (ResultSet key = insert.getGeneratedKeys()) {
                key.next();
                return key.getObject(1, UUID.class);
            }
        }
    }

    @Test
    void uuidsThatDefaultsMakeMayBeReturned() throws SQLException {
        try (FreshDatabase database = TestDatabase.POSTGRESQL_18.fresh()) {
            DataSource host = database.dataSource();
            execute(
                    host,
                    "create table note (id uuid primary key default gen_random_uuid(), tenant_id text not null, title text)",
                    "insert into note (tenant_id) values ('acme'), ('globex')");
            TableRules rules = TableRules.builder().readFrom(host);
            try (TwinCheck twins = TwinCheck.of(host, rules);
                    TwinCheck unguarded = TwinCheck.of(host, rules, Guard.none())) {
                twins.verify(ACME, EverydayHostTest::add);
                twins.verify(ACME, given -> List.of(add(given)));
                twins.verify(ACME, given -> new Added(add(given), Instant.EPOCH));
                assertThat(unguarded
                                .compare(
                                        ACME,
                                        given -> UUID.fromString(texts(
                                                        given,
                                                        "select max(id::text) from note"
                                                                + " where tenant_id = 'globex' union all select '00000000-0000-0000-0000-000000000000'")
                                                .get(0)))
                                .isSame())
                        .isFalse();
            }
        }
    }

    @Test
    void settingsOfSqliteAreThoseOfTheHost() throws SQLException {
        SQLiteDataSource host = new SQLiteDataSource();
        host.setUrl("jdbc:sqlite:file:settings?mode=memory&cache=shared");
        host.getConfig().setDateClass("TEXT");
        host.getConfig().setReadOnly(false);
        try (Connection open = host.getConnection()) { // which keeps the database
            assertThat(open.isClosed()).isFalse();
            execute(
                    host,
                    "create table note (tenant_id text not null, seen timestamp)",
                    "insert into note values ('acme', '2020-01-01 00:00:00.000'), ('globex', '2020-01-01 00:00:00.000')");
            try (TwinCheck twins = guarded(host)) {
                twins.verify(ACME, "update note set seen = ?", Timestamp.valueOf("2021-01-01 00:00:00"));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRESQL_18", "MYSQL", "MARIADB"})
    void tablesMayBeDeclaredWithTheirSchema(TestDatabase kind) throws SQLException {
        try (FreshDatabase database = kind.fresh();
                Connection connection = database.dataSource().getConnection()) {
            DataSource host = database.dataSource();
            String schema = switch (kind.family()) {
                case "sqlite" -> "main";
                case "postgresql" -> connection.getSchema();
                default -> connection.getCatalog();
            };
            execute(
                    host,
                    "create table language (code varchar(8) not null primary key)",
                    "create table note (customer varchar(20) not null, title varchar(20))",
                    "insert into note values ('acme', 'ours'), ('globex', 'theirs')");
            TableRules rules = TableRules.builder()
                    .globalTables(schema + ".language")
                    .table(schema + ".note", note -> note.tenant("customer"))
                    .readFrom(host);
            try (TwinCheck twins = TwinCheck.of(host, rules)) {
                twins.verify(ACME, "select title from note where not exists (select 1 from language)");
            }
        }
    }
}
