package org.maibot.isolation.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressTest {
    private static final int LINES = 1200;

    @TempDir
    Path directory;

    private Path log = Path.of("");

    @BeforeEach
    void writeALog() throws IOException {
        List<LogLine> lines = IntStream.range(0, LINES)
                .mapToObj(i -> LogLine.of("acme", "m-" + i))
                .toList();
        log = LogLine.write(directory, lines);
    }

    @Test
    void plainProgressIsALineForEachBatch() {
        assertThat(Run.of("--progress=plain", log).errLines())
                .containsExactly("imported 500", "imported 1000", "imported 1200");
    }

    @Test
    void plainProgressLeavesStandardOutputToJson() throws IOException {
        assertThat(Run.of("--json", "--progress=plain", log)
                        .json()
                        .get("messages")
                        .intValue())
                .isEqualTo(LINES);
    }

    @Test
    void theBarGrowsToTheEndAndIsWipedOut() {
        assertThat(Run.of("--progress=bar", log).err().split("\r"))
                .filteredOn(line -> !line.isBlank())
                .satisfiesExactly(
                        line -> assertThat(line).contains(" 41 %  500 messages"),
                        line -> assertThat(line).contains(" 83 %  1,000 messages"),
                        line -> assertThat(line).isEqualTo("Importing [" + "=".repeat(30) + "] 100 %  1,200 messages"));
        assertThat(Run.of("--progress=bar", log).err()).matches("(?s).*\r +\r");
    }

    @Test
    void withoutATerminalNoBarIsShown() {
        assertThat(Run.of(log).err()).isEmpty();
    }
}
