package org.maibot.isolation.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InterruptedImportTest {
    private static final int LINES = 20_000;
    private static final int ENOUGH = 2_000;

    private final List<LogLine> lines = IntStream.range(0, LINES)
            .mapToObj(i -> new LogLine("t-" + i % 3, "a-" + i % 2, "qq", "g", "m-" + i / 6, "text " + i))
            .toList();

    @TempDir
    Path directory;

    @Test
    void whatWasReportedSurvivesAKillAndTheNextRunCompletesIt() throws IOException, InterruptedException, SQLException {
        Path log = LogLine.write(directory, lines);
        String url = "jdbc:sqlite:" + directory.resolve("chats.db");

        int reported = importUntilKilled(url, log);
        assertThat(reported).isBetween(ENOUGH, LINES - 1);
        assertThat(present(url, lines.subList(0, reported))).isEqualTo(reported);
        assertThat(present(url, lines)).isLessThan(LINES);

        Run second = Run.of("--json", "--db", url, log);
        assertThat(second.exitCode()).isZero();
        assertThat(second.json().get("messages").intValue()).isEqualTo(LINES);
        assertThat(present(url, lines)).isEqualTo(LINES);
    }

    /** Kills an import when it has reported enough messages, and returns the last number that it reported. */
    private static int importUntilKilled(String url, Path log) throws IOException, InterruptedException {
        Process process = ChildJvm.command("--json", "--progress=plain", "--db", url, log)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        int reported = 0;
        try (BufferedReader err = process.errorReader()) {
            for (String line = err.readLine(); line != null; line = err.readLine()) {
                reported = Integer.parseInt(line.substring("imported ".length()));
                if (reported >= ENOUGH) {
                    process.toHandle().destroyForcibly(); // leaves what it wrote to be read
                }
            }
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor()).isNotZero();
        return reported;
    }

    /** How many of the lines are in the database, each looked up by plain JDBC. */
    private static int present(String url, List<LogLine> lines) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                PreparedStatement select = connection.prepareStatement("select count(*) from messages where"
                        + " tenant_id = ? and agent_id = ? and platform = ? and chat_stream_id = ?"
                        + " and message_id = ? and text = ?")) {
            int present = 0;
            for (LogLine line : lines) {
                present += count(select, line);
            }
            return present;
        }
    }

    private static int count(PreparedStatement select, LogLine line) throws SQLException {
        List<String> values =
                List.of(line.tenant(), line.agent(), line.platform(), line.chatStream(), line.messageId(), line.text());
        for (int i = 0; i < values.size(); i++) {
            select.setString(i + 1, values.get(i));
        }
        try (ResultSet count = select.executeQuery()) {
            count.next();
            return count.getInt(1);
        }
    }
}
