package org.maibot.isolation.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maibot.isolation.testkit.Notebook.GLOBEX;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jooq.tools.jdbc.DefaultConnection;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maibot.isolation.jdbc.IsolatingDataSource;
import org.maibot.isolation.jdbc.TableRules;
import org.maibot.isolation.jdbc.TestDatabase;

/** An isolation that is broken on purpose, by changing what it sends to the database, is found out by the twin check. */
class BrokenIsolationTest {
    /** Changes one place in each statement that is prepared, and counts that. */
    private static final class Saboteur extends DefaultConnection {
        private final Pattern place;
        private final int which;
        private final String replacement;
        private final int[] changes;

        Saboteur(Connection connection, Pattern place, int which, String replacement, int[] changes) {
            super(connection);
            this.place = place;
            this.which = which;
            this.replacement = replacement;
            this.changes = changes;
        }

        @Override
        public PreparedStatement prepareStatement(String sql) throws SQLException {
            return super.prepareStatement(changed(sql));
        }

        @Override
        public PreparedStatement prepareStatement(String sql, String[] keys) throws SQLException {
            return super.prepareStatement(changed(sql), keys);
        }

        private String changed(String sql) {
            Matcher found = place.matcher(sql);
            int count = 0;
            StringBuilder changed = new StringBuilder();
            while (found.find()) {
                count++;
                changes[0] += count == which ? 1 : 0;
                found.appendReplacement(
                        changed, Matcher.quoteReplacement(count == which ? replacement : found.group()));
            }
            return found.appendTail(changed).toString();
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '#',
            value = {
                "a predicate is dropped ~ \\S+\"tenant_id\" = [?] ~ 1 ~ ? is not null ~ select title from note",
                "a dimension is dropped ~ [(]\\S+\"agent_id\" = [?] ~ 1 ~ (? is not null ~ select title from note",
                "a predicate is negated ~ \\S+\"tenant_id\" = [?] ~ 1 ~ tenant_id <> ? ~ select title from note",
                "a predicate is weakened ~ \\S+\"tenant_id\" = [?] ~ 1 ~ 1 = 1 or tenant_id = ? ~ select title from note",
                "one side of a join is dropped ~ t.\"tenant_id\" = [?] ~ 1 ~ ? is not null ~ select n.id, t.tag from note n left join tag t on t.note_id <> n.id",
                "the other side of a join is dropped ~ n.\"tenant_id\" = [?] ~ 1 ~ ? is not null ~ select n.id, t.tag from note n left join tag t on t.note_id = n.id",
                "a sub-select is forgotten ~ \\S+\"tenant_id\" = [?] ~ 2 ~ ? is not null ~ select (select count(*) from tag) from note",
                "an update is not confined ~ \\S+\"tenant_id\" = [?] ~ 1 ~ ? is not null ~ update note set title = 'x'",
                "a delete is not confined ~ \\S+\"tenant_id\" = [?] ~ 1 ~ ? is not null ~ delete from tag",
                "an insert stores another tenant ~ [?][)] ~ 1 ~ 'acme' || substr(?, 1, 0)) ~ insert into note (title) values ('new')",
                "an insert stores another agent ~ ([?]), ([?])[)] ~ 1 ~ ?, 'x' || ?) ~ insert into note (title) values ('new')",
                "a read of an insert is not confined ~ \\S+\"tenant_id\" = [?] ~ 1 ~ ? is not null ~ insert into note (title) select title from note",
                "rows are lost ~ \\S+\"tenant_id\" = [?] ~ 1 ~ tenant_id = ? and id > 2 ~ select title from note"
            })
    void whatIsSentIsChanged(String name, String place, int which, String replacement, String sql) throws SQLException {
        try (Notebook notebook = new Notebook(TestDatabase.SQLITE)) {
            int[] changes = {0};
            TableRules rules = notebook.rules();
            Guard broken = (database, context) -> IsolatingDataSource.wrap(
                    sabotaged(database, place, which, replacement, changes), rules, () -> context);
            try (TwinCheck twins = TwinCheck.of(notebook.dataSource(), rules, broken);
                    TwinCheck intact = notebook.guarded()) {
                intact.verify(GLOBEX, sql);
                TwinReport report = twins.compare(GLOBEX, sql);

                assertThat(changes[0]).as("changes of what was sent").isPositive();
                assertThat(report.isSame()).as(name).isFalse();
                assertThat(report.toString()).contains("in the context " + GLOBEX);
            }
        }
    }

    private static DataSource sabotaged(
            DataSource database, String place, int which, String replacement, int[] changes) {
        return (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(), new Class<?>[] {DataSource.class}, (self, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("getConnection");
                    return new Saboteur(database.getConnection(), Pattern.compile(place), which, replacement, changes);
                });
    }
}
