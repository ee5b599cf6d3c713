package org.maibot.isolation.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.maibot.isolation.testkit.Notebook.ACME;
import static org.maibot.isolation.testkit.Notebook.GLOBEX;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.maibot.isolation.jdbc.TestDatabase;
import org.maibot.isolation.testkit.TwinReport.Difference;
import org.maibot.isolation.testkit.TwinReport.Kind;

/** The twin check passes code that keeps to its scope, and tells what other code sees and changes. */
class TwinCheckTest {
    private static final List<String> STATEMENTS = List.of(
            "select * from note",
            "select title from note order by title desc",
            "select n.title, t.tag from note n left join tag t on t.note_id = n.id",
            "select count(*), max(title) from tagged",
            "select code from language where exists (select 1 from note)",
            "insert into note (title) values ('new'), ('newer')",
            "insert into note (title) select title from note where id > 2",
            "insert into tag (note_id, tag) select id, 'green' from note",
            "update note set title = 'changed' where id in (1, 2, 3)",
            "update note set title = (select max(title) from tagged)",
            "delete from tag",
            "delete from tag where note_id = 4",
            "select 1");

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "POSTGRESQL_13")
    void statementsBehindTheGuardKeepToTheirScope(TestDatabase kind) throws SQLException {
        try (Notebook notebook = new Notebook(kind);
                TwinCheck twins = notebook.guarded()) {
            Snapshot before = notebook.snapshot();
            for (String sql : STATEMENTS) {
                twins.verify(ACME, sql);
                twins.verify(GLOBEX, sql);
                assertThat(twins.compare(ACME, sql).refused()).as(sql).isFalse();
            }
            twins.verify(ACME, "select title from note where id = ? or title like ?", 2, "%first");
            assertThat(notebook.snapshot()).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "POSTGRESQL_13")
    void whatIsRefusedDoesNothing(TestDatabase kind) throws SQLException {
        try (Notebook notebook = new Notebook(kind);
                TwinCheck twins = notebook.guarded()) {
            TwinReport report = twins.compare(ACME, "update note set tenant_id = 'globex'");

            assertThat(report.refused()).isTrue();
            assertThat(report.isSame()).isTrue();
            assertThat(report).hasToString("Refused in " + ACME);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "POSTGRESQL_13")
    void rowsOfOthersThatAreShownAreNamed(TestDatabase kind) throws SQLException {
        try (Notebook notebook = new Notebook(kind);
                TwinCheck twins = notebook.unguarded()) {
            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(() -> twins.verify(ACME, "select id, title from note where title like '%second'"))
                    .withMessage("""
                            select id, title from note where title like '%second'
                            in the context acme returned something else than it does where the database holds only the rows of its scope.
                            The rows of others that it sees are in
                              note
                            It returned
                              [4, globex second]   <- note{id=4, tenant_id=globex, agent_id=bot, title=globex second} of tenant_id=globex, agent_id=bot\
                            """);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "POSTGRESQL_13")
    void allThatAnUnguardedStatementDoesWrongIsFound(TestDatabase kind) throws SQLException {
        try (Notebook notebook = new Notebook(kind);
                TwinCheck twins = notebook.unguarded()) {
            assertThat(kinds(twins, "select count(*) from note")).containsExactly(Kind.SHOWS_OTHERS);
            assertThat(kinds(twins, "update note set title = 'x' where id = 4"))
                    .containsExactly(Kind.SHOWS_OTHERS, Kind.CHANGES_OTHERS);
            assertThat(kinds(twins, "delete from tag where tenant_id = 'globex'"))
                    .containsExactly(Kind.SHOWS_OTHERS, Kind.CHANGES_OTHERS);
            assertThat(kinds(twins, "insert into tag values ('globex', 5, 'new')"))
                    .contains(Kind.CHANGES_OTHERS);
            assertThat(kinds(twins, "insert into note (tenant_id, title) select 'acme', max(title) from note"))
                    .containsExactly(Kind.DEPENDS_ON_OTHERS);
            assertThat(kinds(twins, "select title from note where tenant_id = 'acme'"))
                    .isEmpty();
            assertThat(notebook.snapshot().rows()).hasSize(11);
        }
    }

    private static List<Kind> kinds(TwinCheck twins, String sql) throws SQLException {
        return twins.compare(ACME, sql).differences().stream()
                .map(Difference::kind)
                .toList();
    }

    /** As a repository does it: a transaction, and a generated key. */
    private static List<String> addAndTag(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            long id;
            try (PreparedStatement insert =
                    connection.prepareStatement("insert into note (title) values ('new')", new String[] {"id"})) {
                insert.executeUpdate();
                try (ResultSet key = insert.getGeneratedKeys()) {
                    key.next();
                    id = key.getLong(1);
                }
            }
            try (PreparedStatement insert =
                    connection.prepareStatement("insert into tag (note_id, tag) values (?, 'fresh')")) {
                insert.setLong(1, id);
                insert.executeUpdate();
            }
            connection.commit();
            connection.setAutoCommit(true);
            List<String> titles = new ArrayList<>();
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("select id, title from note order by id")) {
                while (row.next()) {
                    titles.add(row.getLong(1) + " " + row.getString(2));
                }
            }
            return titles;
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "POSTGRESQL_13")
    void codeWithTransactionsAndGeneratedKeysIsChecked(TestDatabase kind) throws SQLException {
        try (Notebook notebook = new Notebook(kind);
                TwinCheck guarded = notebook.guarded();
                TwinCheck unguarded = notebook.unguarded()) {
            Snapshot before = notebook.snapshot();
            guarded.verify(ACME, TwinCheckTest::addAndTag);
            assertThat(unguarded.compare(ACME, TwinCheckTest::addAndTag).isSame())
                    .isFalse();
            assertThat(notebook.snapshot()).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "POSTGRESQL_13")
    void aStatementThatFailsOnBothSidesIsNoDifference(TestDatabase kind) throws SQLException {
        try (Notebook notebook = new Notebook(kind);
                TwinCheck twins = notebook.guarded()) {
            TwinReport failed = twins.compare(ACME, "select nothing from note");
            assertThat(failed.isSame()).isTrue();
            assertThat(failed.failure()).isPresent();
            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(() -> twins.verify(ACME, "select nothing from note"))
                    .withMessageContaining("proves nothing")
                    .withCauseInstanceOf(SQLException.class);
            twins.verify(ACME, database -> {
                try (Connection connection = database.getConnection();
                        Statement statement = connection.createStatement()) {
                    try {
                        statement.execute("select nothing from note");
                    } catch (SQLException expected) {
                        return expected.getSQLState() != null && statement.execute("select 1");
                    }
                    return false;
                }
            });
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL_18", "MYSQL", "MARIADB"})
    void aStatementThatWouldReadPastTheTwinIsNotCompared(TestDatabase kind) throws SQLException {
        try (Notebook notebook = new Notebook(kind);
                TwinCheck twins = notebook.unguarded();
                Connection connection = notebook.dataSource().getConnection()) {
            String schema = kind.family().equals("postgresql") ? connection.getSchema() : connection.getCatalog();
            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(() -> twins.compare(ACME, "select title from " + schema + ".note"))
                    .withMessageContaining("past the twin");
        }
    }

    /** The rows of a wider level are seen, and not changed. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "POSTGRESQL_13")
    void aRowOfAWiderLevelIsNotTheScopesOwn(TestDatabase kind) throws SQLException {
        try (Notebook notebook = new Notebook(kind);
                TwinCheck guarded = notebook.guarded();
                TwinCheck unguarded = notebook.unguarded()) {
            guarded.verify(GLOBEX, "select title from note where title = 'globex wide'");
            guarded.verify(GLOBEX, "update note set title = 'x'");
            assertThat(unguarded
                            .compare(GLOBEX, "update note set title = 'x' where id = 6")
                            .differences())
                    .extracting(Difference::kind)
                    .containsExactly(Kind.CHANGES_OTHERS);
        }
    }

    /** Changes a row of another tenant, and fails. */
    private static int changeAndFail(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("update note set title = 'x' where id = 4");
            throw new SQLException("out of luck");
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "POSTGRESQL_13")
    void whatFailedCodeHasChangedIsFound(TestDatabase kind) throws SQLException {
        try (Notebook notebook = new Notebook(kind);
                TwinCheck twins = notebook.unguarded()) {
            assertThat(twins.compare(ACME, TwinCheckTest::changeAndFail).differences())
                    .extracting(Difference::kind)
                    .containsExactly(Kind.CHANGES_OTHERS);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL_18", "MYSQL", "MARIADB"})
    void theTwinsAreDropped(TestDatabase kind) throws SQLException {
        try (Notebook notebook = new Notebook(kind)) {
            try (TwinCheck twins = notebook.guarded()) {
                twins.verify(ACME, "select 1");
                assertThat(schemas(notebook)).isEqualTo(1);
            }
            assertThat(schemas(notebook)).isZero();
        }
    }

    private static int schemas(Notebook notebook) throws SQLException {
        try (Connection connection = notebook.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select count(*) from information_schema.schemata where schema_name like 'twin%'")) {
            row.next();
            return row.getInt(1);
        }
    }
}
