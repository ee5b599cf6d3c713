package org.maibot.isolation.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maibot.isolation.testkit.Notebook.ACME;
import static org.maibot.isolation.testkit.Notebook.GLOBEX;
import static org.maibot.isolation.testkit.TestSql.execute;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.maibot.isolation.jdbc.FreshDatabase;
import org.maibot.isolation.jdbc.TableRules;
import org.maibot.isolation.jdbc.TestDatabase;
import org.maibot.isolation.testkit.TwinReport.Difference;
import org.maibot.isolation.testkit.TwinReport.Kind;

/** Twins have what only schemas on PostgreSQL have, and nothing in them leads to the host's tables. */
@ParameterizedClass
@EnumSource(names = {"POSTGRESQL_13", "POSTGRESQL_18"})
class PostgresSchemaTwinTest {
    private final FreshDatabase database;
    private final DataSource host;

    PostgresSchemaTwinTest(TestDatabase kind) throws SQLException {
        database = kind.fresh();
        host = database.dataSource();
        execute(
                host,
                "create table note (tenant_id text not null, id integer not null, title text not null,"
                        + " constraint one_note unique (tenant_id, id))",
                "insert into note values ('acme', 1, 'ours'), ('globex', 1, 'theirs'), ('globex', 2, 'theirs too')");
    }

    @AfterEach
    void close() {
        database.close();
    }

    private TwinCheck guarded() throws SQLException {
        return TwinCheck.of(host, TableRules.builder().readFrom(host));
    }

    private TwinCheck unguarded() throws SQLException {
        return TwinCheck.of(host, TableRules.builder().readFrom(host), Guard.none());
    }

    private static List<Kind> kinds(TwinReport report) {
        return report.differences().stream().map(Difference::kind).toList();
    }

    @Test
    void materializedViewsAreEmptyInTheTwin() throws SQLException {
        execute(
                host,
                "create materialized view counted as select count(*) as notes from note",
                "create view doubled as select 2 * notes as notes from counted");
        try (TwinCheck guarded = guarded();
                TwinCheck unguarded = unguarded()) {
            guarded.verify(ACME, "select title from note");
            assertThat(guarded.compare(ACME, "select notes from counted").refused())
                    .isTrue();
            assertThat(kinds(unguarded.compare(ACME, "select notes from counted")))
                    .containsExactly(Kind.SHOWS_OTHERS);
            assertThat(kinds(unguarded.compare(ACME, "select notes from doubled")))
                    .containsExactly(Kind.SHOWS_OTHERS);
        }
    }

    @Test
    void partitionedTablesAndTheirPartitionsAreInTheTwin() throws SQLException {
        execute(
                host,
                "create function mark() returns trigger language plpgsql as 'begin new.title = upper(new.title); return new; end'",
                "create table event (tenant_id text not null, day integer not null, id integer not null, title text, number integer,"
                        + " primary key (tenant_id, day, id)) partition by range (day)",
                "create unique index one_number on event (tenant_id, day, number)",
                "create table event_old partition of event for values from (0) to (100) partition by hash (tenant_id)",
                "create table event_odd partition of event_old for values with (modulus 2, remainder 0)",
                "create table event_even partition of event_old for values with (modulus 2, remainder 1)",
                "create table event_new (title text, number integer, id integer not null, tenant_id text not null, day integer not null)",
                "alter table event attach partition event_new for values from (100) to (200)",
                "create table event_rest partition of event default",
                "create trigger marked before insert on event for each row execute function mark()",
                "create function number() returns trigger language plpgsql as 'begin new.title = new.title || new.id; return new; end'",
                "create trigger numbered before insert on event_new for each row execute function number()",
                "create unique index one_is_first on event_new (tenant_id, day) where title like 'FIRST%'",
                "alter table event_new add constraint no_spam check (title <> 'SPAM1')",
                "create table attachment (tenant_id text not null, day integer not null, id integer not null,"
                        + " foreign key (tenant_id, day, id) references event)",
                "insert into event select tenant, day, id, 'event of ' || tenant, id from (values ('acme'), ('globex')) t(tenant),"
                        + " (values (1), (2), (101), (102), (500)) d(day), (values (1), (2)) i(id)",
                "insert into attachment values ('acme', 1, 1), ('globex', 101, 2)");
        try (TwinCheck guarded = guarded();
                TwinCheck unguarded = unguarded()) {
            guarded.verifyAll(
                    List.of(ACME, GLOBEX),
                    "select * from event",
                    "select * from event_old",
                    "select * from event_odd",
                    "select * from event_even",
                    "select * from event_new",
                    "select * from event_rest",
                    "select * from attachment natural join event",
                    "insert into event (day, id, title) values (3, 1, 'new'), (103, 1, 'new')",
                    "insert into event_new (day, id, title) values (104, 1, 'new') returning title",
                    "update event set day = day + 110 where id = 2 and day < 100",
                    "delete from event_old where not exists (select 1 from attachment a where a.day = event_old.day)");
            for (String sql : List.of(
                    "insert into event (day, id, title) values (101, 1, 'again')",
                    "insert into event (day, id, title) values (101, 1, 'spam')",
                    "insert into event (day, id, number) values (101, 11, 1)",
                    "insert into event_new (day, id, title) values (101, 11, 'first'), (101, 12, 'first')")) {
                guarded.verify(ACME, given -> failureOf(given, sql));
            }
            String defaults = "select column_default from information_schema.columns where table_name = 'event_new'"
                    + " and table_schema = current_schema() and column_name = 'tenant_id'";
            assertThat(unguarded.compare(ACME, defaults).toString()).contains("['acme'::text]");
            for (String table : List.of("event", "event_old", "event_new", "event_rest")) {
                assertThat(kinds(unguarded.compare(ACME, "select count(*) from " + table)))
                        .as(table)
                        .containsExactly(Kind.SHOWS_OTHERS);
            }
        }
    }

    /** An older view may have come to use a newer one. */
    @Test
    void viewsLeadToTheTwinsTables() throws SQLException {
        execute(
                host,
                "create view titles as select tenant_id, title from note",
                "create view notes as select tenant_id, title from note",
                "create view all_notes as select tenant_id, title from note",
                "create or replace view notes as select tenant_id, title from all_notes",
                "create or replace view titles as select tenant_id, title from notes");
        try (TwinCheck guarded = guarded();
                TwinCheck unguarded = unguarded()) {
            for (String view : List.of("titles", "notes", "all_notes")) {
                guarded.verify(ACME, "select title from " + view);
                assertThat(kinds(unguarded.compare(ACME, "select title from " + view)))
                        .as(view)
                        .containsExactly(Kind.SHOWS_OTHERS);
            }
        }
    }

    /** What the database says of why statements in one transaction fail. */
    private static String failureOf(DataSource given, String... statements) throws SQLException {
        try {
            inOneTransaction(given, statements);
            return "none";
        } catch (SQLException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Test
    void constraintsHaveTheirNames() throws SQLException {
        execute(
                host,
                "create table page (tenant_id text not null, note integer not null, number integer not null,"
                        + " constraint pages_are_numbered primary key (tenant_id, note, number),"
                        + " constraint pages_of_a_note foreign key (tenant_id, note) references note (tenant_id, id),"
                        + " constraint numbers_count_up check (number > 0),"
                        + " constraint no_two_at_once exclude using btree (tenant_id with =, number with =))",
                "create unique index \"a.Title\" on note (tenant_id, title) where title <> ''",
                "insert into page values ('acme', 1, 1), ('globex', 1, 2)");
        try (TwinCheck guarded = guarded()) {
            for (String sql : List.of(
                    "insert into page (note, number) values (1, 1)",
                    "insert into page (note, number) values (7, 7)",
                    "insert into page (note, number) values (1, 0)",
                    "insert into note (id, title) values (1, 'again')",
                    "insert into note (id, title) values (3, 'ours')")) {
                guarded.verify(ACME, given -> failureOf(given, sql));
            }
            guarded.verify(
                    ACME,
                    "insert into note (id, title) values (1, 'again')"
                            + " on conflict on constraint one_note do update set title = excluded.title");
            guarded.verify(
                    ACME,
                    "insert into page (note, number) values (1, 1) on conflict on constraint pages_are_numbered do nothing");
        }
    }

    private static void inOneTransaction(DataSource given, String... statements) throws SQLException {
        try (Connection connection = given.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (String sql : statements) {
                statement.execute(sql);
            }
            connection.commit();
        }
    }

    /** Rows refer to one another in a circle, and change their places. */
    @Test
    void constraintsThatAreDeferredAreDeferredInTheTwin() throws SQLException {
        execute(
                host,
                "create table step (tenant_id text not null, title text not null, place integer not null, next text not null,"
                        + " primary key (tenant_id, title),"
                        + " constraint one_each unique (tenant_id, place) deferrable initially deferred,"
                        + " constraint goes_on foreign key (tenant_id, next) references step deferrable initially deferred)",
                "insert into step values ('acme', 'a', 1, 'b'), ('acme', 'b', 2, 'a'), ('globex', 'a', 1, 'b'), ('globex', 'b', 2, 'a')");
        try (TwinCheck guarded = guarded()) {
            guarded.verify(
                    ACME,
                    given -> failureOf(
                            given,
                            "update step set place = 2 where title = 'a'",
                            "update step set place = 1 where title = 'b'"));
            guarded.verify(
                    ACME,
                    given -> failureOf(
                            given,
                            "insert into step (title, place, next) values ('c', 3, 'd')",
                            "insert into step (title, place, next) values ('d', 4, 'a')"));
        }
    }
}
