package org.maibot.isolation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.jooq.DSLContext;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.IsolationViolationException;
import org.maibot.isolation.ViolationReason;

/** A view shows what it would show if its tables held only the scope's rows, whatever its own columns say. */
@Tag("everyDatabase")
class ViewsTest {
    private static final IsolationContext ACME = IsolationContext.of("acme");

    @AutoClose
    private final FreshDatabase database = TestDatabase.underTest().fresh();

    @AutoClose
    private final Isolation isolation = Isolation.builder()
            .dataSource(database.dataSource())
            .createSchema(false)
            .observer(event -> {})
            .open();

    ViewsTest() {
        DSLContext system = isolation.system("a schema with views").dsl();
        system.execute(
                "create table note (id integer not null primary key, tenant_id varchar(128) not null, title varchar(40))");
        system.execute(
                "create table task (id integer not null primary key, tenant_id varchar(128) not null, note_id integer)");
        system.execute("create view open_task as select t.id, t.tenant_id, t.note_id, n.title from task t"
                + " left join note n on n.id = t.note_id");
        system.execute("create view inner_task as select t.id, t.tenant_id, n.title from task t, note n"
                + " where n.id = t.note_id");
        system.execute(
                "create view renamed (number, tenant_id, heading) as select id, tenant_id, title from open_task");
        system.execute("create view counted as select tenant_id, (select count(*) from note) as notes from task");
        system.execute("create view MixedCase as select tenant_id, title from note");
        system.execute("create view titles as select title from note");
        system.execute("insert into note values (1, 'acme', 'ours'), (2, 'other', 'theirs')");
        system.execute("insert into task values (10, 'acme', 1), (11, 'acme', 2), (20, 'other', 2)");
        isolation.refresh();
    }

    private List<String> rows(String sql, Object... values) {
        return isolation.dsl(ACME).fetch(sql, values).stream()
                .map(row -> row.intoList().toString())
                .toList();
    }

    @Test
    void aJoinInAViewDoesNotReachOtherScopes() {
        assertThat(rows("select id, title from open_task order by id")).containsExactly("[10, ours]", "[11, null]");
        assertThat(rows("select v.id, v.title from open_task v where v.title = ?", "theirs"))
                .isEmpty();
        assertThat(rows("select title from inner_task")).containsExactly("[ours]");
        assertThat(rows("select title from MixedCase")).containsExactly("[ours]");
    }

    @Test
    void aViewOfAViewWithOtherNamesDoesNotEither() {
        assertThat(rows("select number, heading from renamed order by number"))
                .containsExactly("[10, ours]", "[11, null]");
        assertThat(rows("select renamed.heading from renamed where renamed.number = 11"))
                .containsExactly("[null]");
    }

    @Test
    void aSubSelectInAViewCountsTheScopesRows() {
        assertThat(rows("select notes from counted")).containsExactly("[1]", "[1]");
    }

    @Test
    void aViewStandsWhereverATableMay() {
        assertThat(rows("select n.id, v.title from note n left join open_task v on v.note_id = n.id order by n.id"))
                .containsExactly("[1, ours]");
        assertThat(
                        rows(
                                "select t.id from task t where exists (select 1 from open_task where open_task.title = 'theirs')"))
                .isEmpty();
        assertThat(rows("with c as (select title from open_task) select count(*), max(title) from c"))
                .containsExactly("[2, ours]");
        assertThat(rows("select a.id, b.id from open_task a right join inner_task b on a.id = b.id"))
                .containsExactly("[10, 10]");
        assertThat(rows("select id from open_task union all select id from note order by 1"))
                .containsExactly("[1]", "[10]", "[11]");
    }

    @Test
    void rowsOfAViewAreInserted() {
        assertThat(isolation.dsl(ACME).execute("insert into note (id, title) select id + 100, title from open_task"))
                .isEqualTo(2);
        assertThat(isolation
                        .dsl(ACME)
                        .execute("insert into note (id, tenant_id) select id + 200, tenant_id from open_task"))
                .isEqualTo(2);
        assertThat(rows("select id, title from note where id > 100 order by id"))
                .containsExactly("[110, ours]", "[111, null]", "[210, null]", "[211, null]");
    }

    @Test
    void aViewWithoutTheColumnsIsRefused() {
        assertRefused("select title from titles", ViolationReason.UNKNOWN_TABLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update open_task set title = 'x'",
                "delete from inner_task",
                "insert into renamed (number) values (1)"
            })
    void nothingIsWrittenThroughAView(String sql) {
        assertRefused(sql, ViolationReason.STATEMENT_NOT_ALLOWED);
    }

    @Test
    void aViewOfWhatHasNoRuleIsRefused() {
        DSLContext system = isolation.system("a table without a rule").dsl();
        system.execute("create table word (id integer)");
        system.execute("create view worded as select t.id, t.tenant_id, w.id as word from task t, word w");
        isolation.refresh();

        assertRefused("select * from worded", ViolationReason.UNKNOWN_TABLE);
    }

    @Test
    void anotherViewOfTheSameNameIsReadAnew() {
        DSLContext system = isolation.system("another view").dsl();
        assertThat(rows("select title from inner_task")).containsExactly("[ours]");
        system.execute("drop view inner_task");
        system.execute("create view inner_task as select t.tenant_id, 'none' as title from task t");
        isolation.refresh();

        assertThat(rows("select title from inner_task")).containsExactly("[none]", "[none]");
    }

    private void assertRefused(String sql, ViolationReason reason) {
        assertThatExceptionOfType(IsolationViolationException.class)
                .isThrownBy(() -> isolation.dsl(ACME).execute(sql))
                .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo(reason));
    }

    @Test
    void aStringThatTheCatalogMayHaveLostIsNotRead() {
        DSLContext system = isolation.system("a view with strings").dsl();
        system.execute("create view plain_text as select tenant_id, title from note where title = 'ours'");
        system.execute("create view lost_text as select tenant_id, title from note where title <> '\uD83D\uDE00'");
        isolation.refresh();

        assertThat(rows("select title from plain_text")).containsExactly("[ours]");
        if (TestDatabase.underTest().family().matches("mysql|mariadb")) {
            assertRefused("select title from lost_text", ViolationReason.OPAQUE_SQL);
        } else {
            assertThat(rows("select title from lost_text")).containsExactly("[ours]");
        }
    }

    @Test
    void viewsThatGrowWithoutEndAreRefused() {
        DSLContext system = isolation.system("views of views").dsl();
        system.execute("create view v0 as select tenant_id, title from note");
        for (int i = 1; i <= 12; i++) {
            String before = "v" + (i - 1);
            system.execute("create view v" + i + " as select a.tenant_id, a.title from " + before + " a join " + before
                    + " b on a.title = b.title");
        }
        isolation.refresh();

        assertThat(rows("select title from v2")).containsExactly("[ours]");
        assertRefused("select title from v12", ViolationReason.OPAQUE_SQL);
    }

    @Test
    void aBrokenViewIsRefusedAndTheOthersAreNot() {
        DSLContext system =
                isolation.system("a view of a table that is dropped").dsl();
        system.execute("create table word (id integer, tenant_id varchar(128))");
        system.execute("create view broken as select id, tenant_id from word");
        isolation.refresh();
        assertThat(rows("select id from broken")).isEmpty();
        system.execute("drop table word" + (TestDatabase.underTest().family().equals("postgresql") ? " cascade" : ""));
        isolation.refresh();

        assertThat(rows("select title from inner_task")).containsExactly("[ours]");
        assertRefused("select id from broken", ViolationReason.UNKNOWN_TABLE);
    }
}
