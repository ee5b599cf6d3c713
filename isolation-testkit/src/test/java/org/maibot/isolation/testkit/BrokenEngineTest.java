package org.maibot.isolation.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maibot.isolation.testkit.Notebook.ACME;
import static org.maibot.isolation.testkit.Notebook.GLOBEX;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.EngineMutation;
import org.maibot.isolation.jdbc.EngineMutation.Change;
import org.maibot.isolation.jdbc.FreshDatabase;
import org.maibot.isolation.jdbc.Isolation;
import org.maibot.isolation.jdbc.TestDatabase;
import org.maibot.isolation.query.Message;
import org.maibot.isolation.testkit.TwinReport.Difference;
import org.maibot.isolation.testkit.TwinReport.Kind;

/** The engine is broken from inside, with and without its verification, and the twin check finds out. */
class BrokenEngineTest {
    private static final List<String> STATEMENTS = List.of(
            "select title from note",
            "select n.title, t.tag from note n left join tag t on t.note_id <> n.id",
            "select code from language where (select count(*) from tag) > 1",
            "select title, tag from tagged",
            "insert into note (title) values ('new')",
            "insert into note (title, tenant_id) values ('theirs', 'globex')",
            "replace into note (id, title) values (4, 'stolen')",
            "update note set title = 'changed'",
            "delete from tag");

    static Stream<String> changesOfTheScoping() {
        return EngineMutation.ofTheScoping().keySet().stream();
    }

    static Stream<String> moreChanges() {
        return EngineMutation.ofMore().keySet().stream();
    }

    @Test
    void theEngineAsItIsPasses() throws SQLException {
        assertThat(differences()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("changesOfTheScoping")
    void whatTheVerificationRefusesIsFoundWithoutIt(String name) throws Exception {
        Change change = EngineMutation.ofTheScoping().get(name);

        assertThat(EngineMutation.during(List.of(change), BrokenEngineTest::differences))
                .isEmpty();
        assertThat(EngineMutation.during(
                        List.of(change, EngineMutation.NO_VERIFICATION), BrokenEngineTest::differences))
                .contains(Kind.SHOWS_OTHERS);
    }

    @ParameterizedTest
    @MethodSource("moreChanges")
    void whatNothingElseNoticesIsFound(String name) throws Exception {
        Change change = EngineMutation.ofMore().get(name);

        assertThat(EngineMutation.during(List.of(change), BrokenEngineTest::differences))
                .isNotEmpty();
    }

    /** MySQL compares the ids that a statement gives by the session's collation, and may take the caller's for the scope's. */
    @Test
    void whatAnOptimizerMakesOfEqualitiesIsFound() throws Exception {
        IsolationContext upper = IsolationContext.of("Acme", "bot", "qq", "g");
        IsolationContext lower = IsolationContext.of("acme", "bot", "qq", "g");
        try (FreshDatabase database = TestDatabase.MYSQL.fresh();
                Isolation isolation =
                        Isolation.builder().dataSource(database.dataSource()).open()) {
            for (IsolationContext context : List.of(upper, lower)) {
                isolation
                        .queries(context)
                        .messages()
                        .append(new Message("m", "u", Message.Role.USER, Instant.EPOCH, "of " + context));
            }
            String sql = "select x.%s from (select tenant_id, %s from messages) x where x.tenant_id = 'acme'";
            try (TwinCheck twins = TwinCheck.of(isolation)) {
                TwinReport broken = EngineMutation.during(
                        List.of(EngineMutation.PLAIN_EQUALITY), () -> twins.compare(upper, sql.replace("%s", "text")));

                assertThat(broken.differences()).extracting(Difference::kind).contains(Kind.SHOWS_OTHERS);
                twins.verify(upper, sql.replace("%s", "role")); // not in the cache yet
            }
        }
    }

    private static List<Kind> differences() throws SQLException {
        List<Kind> kinds = new ArrayList<>();
        try (Notebook notebook = new Notebook(TestDatabase.SQLITE);
                TwinCheck twins = notebook.guarded()) {
            for (String sql : STATEMENTS) {
                for (IsolationContext context : List.of(ACME, GLOBEX)) {
                    twins.compare(context, sql).differences().stream()
                            .map(Difference::kind)
                            .forEach(kinds::add);
                }
            }
        }
        return kinds;
    }
}
