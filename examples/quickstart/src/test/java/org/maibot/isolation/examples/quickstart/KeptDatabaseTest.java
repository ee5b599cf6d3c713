package org.maibot.isolation.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptDatabaseTest {
    @TempDir
    Path directory;

    private String url = "";

    @BeforeEach
    void nameADatabase() {
        url = "jdbc:sqlite:" + directory.resolve("chats.db");
    }

    @Test
    void importingTwiceAddsNothing() {
        Run first = Run.of("--json", "--db", url);
        Run second = Run.of("--json", "--db", url);
        assertThat(second).isEqualTo(first);
        assertThat(Run.of("--db", url).outLines())
                .startsWith("Imported the sample. New messages: 0, already there: 38, bad lines: 0.");
    }

    @Test
    void anotherLogIsAddedToWhatIsThere() throws IOException {
        assertThat(Run.of("--db", url).exitCode()).isZero();
        Path log = LogLine.write(directory, List.of(LogLine.of("acme", "m-1"), LogLine.of("initech", "m-1")));
        Run run = Run.of("--json", "--db", url, log);
        assertThat(run.json().get("messages").longValue()).isEqualTo(40);
        assertThat(run.json().get("tenants").longValue()).isEqualTo(7);
    }

    @Test
    void withoutAUrlNothingIsLeftBehind() throws IOException {
        assertThat(Run.of("--json", LogLine.write(directory, List.of(LogLine.of("acme", "m-1"))))
                        .exitCode())
                .isZero();
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void aLogWithoutMessagesIsNoFailure() throws IOException {
        Path log = LogLine.write(directory, List.of());
        assertThat(Run.of("--json", log).out().strip())
                .isEqualTo("{\"messages\":0,\"tenants\":0,\"agents\":0,\"scopes\":[],\"refused\":[]}");
        assertThat(Run.of(log).exitCode()).isZero();
    }

    @Test
    void aLogMayHaveAnyNumberOfTenants() throws IOException {
        List<LogLine> lines = IntStream.range(0, 1100)
                .mapToObj(i -> LogLine.of("tenant-" + i, "m-1"))
                .toList();
        Run run = Run.of("--json", LogLine.write(directory, lines));
        assertThat(run.err()).isEmpty();
        assertThat(run.json().get("tenants").intValue()).isEqualTo(1100);
    }

    @Test
    void theOnlyTenantIsConfinedToo() throws IOException {
        Path log = LogLine.write(directory, List.of(LogLine.of("acme", "m-1")));
        assertThat(Run.of("--json", log).json().get("refused")).hasSize(3);
    }
}
