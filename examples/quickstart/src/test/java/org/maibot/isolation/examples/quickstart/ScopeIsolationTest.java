package org.maibot.isolation.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.Isolation;
import org.maibot.isolation.testkit.Foreign;
import org.maibot.isolation.testkit.IsolationExtension;
import org.maibot.isolation.testkit.IsolationTest;
import org.maibot.isolation.testkit.TwinCheck;

/** What the program does in a scope, it does as if there were no other: checked by the testkit, as a host would. */
class ScopeIsolationTest {
    @RegisterExtension
    static final IsolationExtension isolation = IsolationExtension.of(() -> Isolation.open("jdbc:sqlite::memory:"));

    @IsolationTest
    void summariesAreOfTheScopeAlone(IsolationContext mine, TwinCheck twins) throws SQLException {
        twins.verifyRuntime(mine, runtime -> ScopeSummary.of(runtime, mine, 1));
    }

    @IsolationTest
    void answersAreOfTheScopeAlone(IsolationContext mine, Isolation runtime) {
        String id = runtime.queries(mine).messages().recent(1).messages().get(0).messageId();

        assertThat(new Question(mine, id, 1).ask(runtime).text()).isNotEmpty();
    }

    @IsolationTest
    void waysOutAreRefused(IsolationContext mine, @Foreign IsolationContext theirs, Isolation runtime) {
        assertThat(new LeavingAttempts(runtime, mine, theirs).refusals()).hasSize(3);
    }
}
