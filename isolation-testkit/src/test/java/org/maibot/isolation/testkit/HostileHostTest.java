package org.maibot.isolation.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maibot.isolation.testkit.Notebook.ACME;
import static org.maibot.isolation.testkit.TestSql.execute;
import static org.maibot.isolation.testkit.TestSql.texts;

import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.maibot.isolation.jdbc.FreshDatabase;
import org.maibot.isolation.jdbc.TableRules;
import org.maibot.isolation.jdbc.TestDatabase;
import org.maibot.isolation.testkit.TwinReport.Difference;
import org.maibot.isolation.testkit.TwinReport.Kind;

/** Leaks that look like something else are found. */
class HostileHostTest {
    private static TwinCheck unguarded(DataSource host) throws SQLException {
        return TwinCheck.of(host, TableRules.builder().readFrom(host), Guard.none());
    }

    private static List<Kind> kinds(TwinReport report) {
        return report.differences().stream().map(Difference::kind).toList();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "POSTGRESQL_13")
    void timesOfOthersAreNotMadeByADefault(TestDatabase kind) throws SQLException {
        try (FreshDatabase database = kind.fresh()) {
            DataSource host = database.dataSource();
            execute(
                    host,
                    "create table note (tenant_id varchar(20) not null, title varchar(20),"
                            + " seen timestamp default current_timestamp)",
                    "insert into note values ('acme', 'ours', '2020-01-01 00:00:00'),"
                            + " ('globex', 'theirs', '2021-02-03 04:05:06')");
            String copy = "insert into note (tenant_id, title, seen) select 'acme', 'new', max(seen) from note";
            try (TwinCheck twins = unguarded(host)) {
                assertThat(kinds(twins.compare(ACME, copy))).containsExactly(Kind.DEPENDS_ON_OTHERS);
                assertThat(kinds(twins.compare(ACME, given -> {
                            execute(given, copy);
                            return texts(given, "select seen from note where title = 'new'");
                        })))
                        .containsExactly(Kind.SHOWS_OTHERS, Kind.DEPENDS_ON_OTHERS);
            }
        }
    }

    /** A bracket after a word does not make a default a function; and not all functions give another value each time. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "POSTGRESQL_13")
    void whatOthersWroteIsNotMadeByADefault(TestDatabase kind) throws SQLException {
        try (FreshDatabase database = kind.fresh()) {
            DataSource host = database.dataSource();
            execute(
                    host,
                    "create table note (tenant_id varchar(20) not null, id int, title varchar(40) default 'note (new)',"
                            + " tag varchar(40) default (lower('NONE')))",
                    "insert into note values ('acme', 1, 'ours', 'our tag'), ('globex', 2, 'theirs', 'their tag')");
            try (TwinCheck twins = unguarded(host)) {
                for (String copy : List.of("max(title), 'x'", "concat(max(title), '!'), 'x'", "'x', max(tag)")) {
                    assertThat(kinds(twins.compare(ACME, "insert into note select 'acme', 3, " + copy + " from note")))
                            .as(copy)
                            .containsExactly(Kind.DEPENDS_ON_OTHERS);
                }
            }
        }
    }

    @Test
    void valuesThatReadTheSameInOneLineAreDifferent() throws SQLException {
        try (FreshDatabase database = TestDatabase.SQLITE.fresh()) {
            DataSource host = database.dataSource();
            execute(
                    host,
                    "create table note (tenant_id text not null, title text, tag text)",
                    "insert into note values ('acme', 'x, y', 'z'), ('globex', 'x', 'y, z')");
            try (TwinCheck twins = unguarded(host)) {
                TwinReport report = twins.compare(ACME, "select title, tag from note order by tenant_id desc limit 1");
                assertThat(kinds(report)).containsExactly(Kind.SHOWS_OTHERS);
            }
        }
    }
}
