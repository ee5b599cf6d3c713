package org.maibot.isolation.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokenIsolationTest {
    @TempDir
    Path directory;

    private String url = "";

    @BeforeEach
    void keepTheSample() {
        url = "jdbc:sqlite:" + directory.resolve("chats.db");
        assertThat(Run.of("--db", url).exitCode()).isZero();
    }

    @Test
    void messagesThatNoChatStreamSeesAreAnAlarm() throws SQLException {
        execute(
                "insert into messages select tenant_id, agent_id, platform, 'lost', message_id, sequence, user_id, role,"
                        + " time, text from messages where tenant_id = 'acme:eu'");
        requireAlarm("The chat streams see 38 messages together, but the table holds 45");
    }

    @Test
    void aWayOutThatIsNotRefusedIsAnAlarm() {
        Attempt attempt = new Attempt("Read what is allowed", () -> {});
        assertThatThrownBy(attempt::refusal)
                .isInstanceOf(BrokenIsolationException.class)
                .hasMessageContaining("Not refused: Read what is allowed");
    }

    @Test
    void anAttemptThatFailsInAnotherWayIsNotTakenForRefused() {
        Attempt attempt = new Attempt("Divide", () -> new AtomicInteger().updateAndGet(zero -> 1 / zero));
        assertThatThrownBy(attempt::refusal)
                .isInstanceOf(BrokenIsolationException.class)
                .hasMessageContaining("Divide")
                .hasRootCauseInstanceOf(ArithmeticException.class);
    }

    private void requireAlarm(String message) {
        Run run = Run.of("--json", "--db", url);
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out()).isEmpty();
        assertThat(run.errLines())
                .singleElement()
                .asString()
                .startsWith("quickstart: ISOLATION IS BROKEN: ")
                .contains(message);
    }

    /** Without foreign keys, as plain JDBC has it. */
    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
