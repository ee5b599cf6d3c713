package org.maibot.isolation.examples.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maibot.isolation.examples.replay.Lines.line;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ProcessTest {
    @TempDir
    Path directory;

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a process cannot be asked to end there")
    void aProcessThatIsToldToEndReportsWhatIsLeft() throws IOException, InterruptedException {
        Path log = Lines.write(directory, List.of(line("m-1", "hello"), line("m-2", "hello")));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Replay.class.getName(),
                        "--think=1m",
                        "--drain=0s",
                        "--db",
                        "jdbc:sqlite:" + directory.resolve("bot.db"),
                        log.toString())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader out = process.inputReader()) {
            awaitLine(out, "waiting 1, under way 1");
            process.toHandle().destroy(); // leaves what it writes to be read
            assertThat(out.lines().collect(Collectors.toList()))
                    .contains(
                            "Left: 1 that waited, 1 that were interrupted. They are in the database: start again with the"
                                    + " same --db.");
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor()).isEqualTo(143);
    }

    private static void awaitLine(BufferedReader out, String text) throws IOException {
        String line = out.readLine();
        while (line != null && !line.contains(text)) {
            line = out.readLine();
        }
        assertThat(line).isNotNull();
    }
}
