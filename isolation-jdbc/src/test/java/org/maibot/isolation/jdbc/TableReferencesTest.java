package org.maibot.isolation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maibot.isolation.Dimension.AGENT;
import static org.maibot.isolation.Dimension.CHAT_STREAM;
import static org.maibot.isolation.Dimension.PLATFORM;
import static org.maibot.isolation.Dimension.TENANT;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.IsolationViolationException;

/** What is told of the tables that a scoped text names: which, what is done there, and in which dimensions they are confined. */
class TableReferencesTest {
    private static final String INSERT = "insert into note (id, body) values (1, 'x')";

    /** A table's name after its schema's, and no column's after it. */
    private static final Pattern PINNED =
            Pattern.compile("[\\[\"]?(main|public)[\\]\"]?\\s*\\.\\s*[\\[\"]?\\w+[\\]\"]?(?!\\s*\\.|\\w|[\\]\"'])");

    private static TableRules rules(FreshDatabase database) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "create table note (id integer not null primary key, tenant_id varchar(128) not null,"
                            + " agent_id varchar(128) not null, platform varchar(128), chat_stream_id varchar(128), body varchar(40))");
            statement.execute("create table tag (note_id integer, tenant_id varchar(128) not null, body varchar(40),"
                    + " primary key (tenant_id, note_id))");
            statement.execute("create table body (id integer not null primary key)");
            statement.execute("create view tagged as select n.tenant_id, n.id, t.body from note n, tag t"
                    + " where t.note_id = n.id");
        }
        return TableRules.builder()
                .globalWritableTables("body")
                .statementListener(statement -> {})
                .readFrom(database.dataSource());
    }

    private static List<TableReference> references(TableRules rules, String sql, Dimension level) {
        return Objects.requireNonNull(rules.scope(sql, level).origin()).references();
    }

    /** The names of the tables with the first letter of what is done there. */
    private static String told(TableRules rules, String sql) {
        List<String> told = new ArrayList<>();
        for (TableReference reference : references(rules, sql, AGENT)) {
            told.add(reference.table() + "-" + reference.kind().name().charAt(0));
            assertThat(reference.constrained())
                    .as(sql)
                    .isEqualTo(
                            switch (reference.table()) {
                                case "note" -> Set.of(TENANT, AGENT);
                                case "tag" -> Set.of(TENANT);
                                default -> Set.of();
                            });
        }
        return String.join(" ", told);
    }

    @ParameterizedTest
    @EnumSource
    void eachTableIsToldWithWhatIsDone(TestDatabase kind) throws SQLException {
        try (FreshDatabase database = kind.fresh()) {
            TableRules rules = rules(database);

            assertThat(told(rules, "select 1")).isEmpty();
            assertThat(told(rules, "select * from note")).isEqualTo("note-R");
            assertThat(told(rules, "select * from note n left join tag t on t.note_id = n.id, body"))
                    .isEqualTo("note-R tag-R body-R");
            assertThat(told(rules, "select * from note join tag using (body) join body b using (id)"))
                    .isEqualTo("note-R tag-R body-R");
            assertThat(told(
                            rules,
                            "select (select max(t.body) from tag t) from note n where exists (select 1 from tag)"))
                    .isEqualTo("tag-R note-R tag-R");
            assertThat(told(
                            rules,
                            "with tag as (select id from note) select * from tag union select note_id from tagged"))
                    .isEqualTo("note-R note-R tag-R");
            assertThat(told(rules, INSERT)).isEqualTo("note-I");
            assertThat(told(
                            rules,
                            "insert into tag (note_id) select id from note where body in (select body from tag)"))
                    .isEqualTo("tag-I note-R tag-R");
            assertThat(told(
                            rules,
                            "update note set body = (select max(body) from tag) where id in (select id from note)"))
                    .isEqualTo("note-U tag-R note-R");
            assertThat(told(rules, "delete from note where id in (select note_id from tag)"))
                    .isEqualTo("note-D tag-R");
            assertThat(told(rules, "insert into body (id) values (1)")).isEqualTo("body-I");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MYSQL", "MARIADB"})
    void mysqlsWritesOfSeveralTablesAreToldApart(TestDatabase kind) throws SQLException {
        try (FreshDatabase database = kind.fresh()) {
            TableRules rules = rules(database);

            assertThat(told(rules, "update note n join tag t on t.note_id = n.id set n.body = t.body"))
                    .isEqualTo("note-U tag-R");
            assertThat(told(rules, "update tag t, note n set t.body = 'x', platform = 'y'"))
                    .isEqualTo("tag-U note-U");
            assertThat(told(rules, "update low_priority note set body = 'x'")).isEqualTo("note-U");
            assertThat(told(rules, "delete n from note n join tag t on t.note_id = n.id"))
                    .isEqualTo("note-D tag-R");
            assertThat(told(rules, "delete n, t.* from note n join tag t on t.note_id = n.id"))
                    .isEqualTo("note-D tag-D");
            assertThat(told(rules, "delete from t using note n join tag t on t.note_id = n.id"))
                    .isEqualTo("note-R tag-D");
            assertThat(told(rules, "delete quick from note where id = 1")).isEqualTo("note-D");
            assertThat(told(rules, "insert low_priority ignore tag (note_id) values (1)"))
                    .isEqualTo("tag-I");
            assertThat(
                            told(
                                    rules,
                                    "insert into tag set note_id = 1, body = 'x' on duplicate key update note_id = 2, body = 'y'"))
                    .isEqualTo("tag-I");
            assertThat(told(rules, "select * from { oj note n left join tag t on t.note_id = n.id }"))
                    .isEqualTo("note-R tag-R");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL_13", "POSTGRESQL_18"})
    void writesOfPostgresqlThatReadOtherTablesAreToldApart(TestDatabase kind) throws SQLException {
        try (FreshDatabase database = kind.fresh()) {
            TableRules rules = rules(database);

            assertThat(told(rules, "update only note n set body = t.body from tag t where t.note_id = n.id"))
                    .isEqualTo("note-U tag-R");
            assertThat(told(rules, "delete from only note n using tag t join body b on b.id = t.note_id"))
                    .isEqualTo("note-D tag-R body-R");
            assertThat(told(
                            rules,
                            "with d as (delete from note returning id) insert into tag (note_id) select id from d"))
                    .isEqualTo("note-D tag-I");
            assertThat(told(rules, "select extract(year from now()) from note for update of note"))
                    .isEqualTo("note-R");
            assertThat(told(rules, "select n.body from only (note) as n, only (tag)"))
                    .isEqualTo("note-R tag-R");
            assertThat(told(rules, "select t.body from " + catalog(database) + ".public.tag t"))
                    .isEqualTo("tag-R");
        }
    }

    private static String catalog(FreshDatabase database) throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            return connection.getCatalog();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRESQL_18"})
    void anUpsertIsAnInsert(TestDatabase kind) throws SQLException {
        try (FreshDatabase database = kind.fresh()) {
            assertThat(told(rules(database), INSERT + " on conflict (id) do update set body = excluded.body"))
                    .isEqualTo("note-I");
        }
    }

    @ParameterizedTest
    @EnumSource(names = "SQLITE")
    void sqlitesWaysToNameTablesAreFound(TestDatabase kind) throws SQLException {
        try (FreshDatabase database = kind.fresh()) {
            TableRules rules = rules(database);

            assertThat(told(rules, "select * from note where id in body and id in tag"))
                    .isEqualTo("note-R body-R tag-R");
            assertThat(told(rules, "update or abort body set id = 1")).isEqualTo("body-U");
            assertThat(told(rules, "update or rollback tag set body = 'x' where note_id in body"))
                    .isEqualTo("tag-U body-R");
            assertThat(told(rules, "insert or ignore into tag (note_id) values (1)"))
                    .isEqualTo("tag-I");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRESQL_18", "MYSQL", "MARIADB"})
    void theDimensionsAreThoseOfTheTableAndOfTheContext(TestDatabase kind) throws SQLException {
        try (FreshDatabase database = kind.fresh()) {
            TableRules rules = rules(database);
            String sql = "select * from note where platform = 'qq'";

            assertThat(references(rules, sql, TENANT)).singleElement().satisfies(note -> {
                assertThat(note.carried()).containsExactlyInAnyOrder(TENANT, AGENT, PLATFORM, CHAT_STREAM);
                assertThat(note.constrained()).containsExactly(TENANT);
                assertThat(note.global()).isFalse();
            });
            assertThat(references(rules, sql, CHAT_STREAM))
                    .singleElement()
                    .satisfies(note -> assertThat(note.constrained()).isEqualTo(note.carried()));
            assertThat(references(rules, "select * from body", TENANT))
                    .singleElement()
                    .satisfies(body -> {
                        assertThat(body.global()).isTrue();
                        assertThat(body.carried()).isEmpty();
                    });
        }
    }

    /** SQLite and PostgreSQL get each table with its schema's name, by which the references are counted here. */
    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRESQL_18", "MYSQL", "MARIADB"})
    void noTableOfTheCorpusIsForgotten(TestDatabase kind) throws SQLException {
        List<String> forgotten = new ArrayList<>();
        int statements = 0;
        try (EscapeDatabase database = EscapeDatabase.of(kind, false, Set.of(1))) {
            for (EscapeCorpus.Escape escape : EscapeCorpus.of(kind.family())) {
                for (String sql : escape.statements()) {
                    statements += compare(database.rules(), sql, forgotten) ? 1 : 0;
                }
            }
        }
        assertThat(forgotten).isEmpty();
        assertThat(statements).isGreaterThan(300);
    }

    private static boolean compare(TableRules rules, String sql, List<String> forgotten) {
        ScopedSql scoped;
        try {
            scoped = rules.scope(sql, CHAT_STREAM);
        } catch (IsolationViolationException refusal) {
            return false;
        }
        List<TableReference> references = new ScopeVerifier(scoped, rules.current(), CHAT_STREAM).references();
        boolean confined = references.stream()
                .allMatch(reference -> reference.constrained().equals(reference.carried()));
        boolean pins = !rules.syntax().family().isMySql();
        long pinned = PINNED.matcher(scoped.sql()).results().count();
        if (!confined || (pins && references.size() != pinned)) {
            forgotten.add(scoped.sql() + " -> " + references);
        }
        return true;
    }
}
