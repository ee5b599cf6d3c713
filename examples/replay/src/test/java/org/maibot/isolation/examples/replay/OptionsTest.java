package org.maibot.isolation.examples.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.maibot.isolation.jdbc.Isolation;
import org.maibot.isolation.jdbc.MessageInbox;
import picocli.CommandLine.TypeConversionException;

class OptionsTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"60,PT1M,PT1S", "0.5,PT1S,PT2S", "1,PT-1S,PT0S", "max,PT1000H,PT0S", "1e9,PT1000H,PT0.0036S"})
    void aSpeedSaysHowLongATimeInTheLogTakes(String speed, Duration inLog, Duration played) {
        assertThat(new Speed.Converter().convert(speed).played(inLog)).isEqualTo(played);
    }

    @ParameterizedTest
    @CsvSource({"200ms,PT0.2S", "0s,PT0S", "10s,PT10S", "1m,PT1M"})
    void aTimeHasAUnit(String text, Duration time) {
        assertThat(new DurationConverter().convert(text)).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "-1s", "2m", "61s", "1h", "1 s"})
    void otherTimesAreRefused(String text) {
        assertThatThrownBy(() -> new DurationConverter().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("such as 200ms");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--bogus",
                "--speed=fast",
                "--speed=0",
                "--speed=-1",
                "--speed=NaN",
                "--think=soon",
                "--workers=0",
                "--workers=many",
                "--screen=loud",
                "--db",
                "one.jsonl two.jsonl"
            })
    void aCommandLineThatIsNotUnderstoodIsRefusedWithAHint(String arguments) {
        Run run = Run.of((Object[]) arguments.split(" "));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.errLines()).hasSize(2).endsWith("replay: --help shows what can be given.");
    }

    @Test
    void aMissingChatLogIsRefusedBeforeADatabaseIsMade() {
        Path database = directory.resolve("bot.db");
        Path log = directory.resolve("missing.jsonl");
        requireOneLine(Run.of("--db", "jdbc:sqlite:" + database, log), log + ": there is no such file");
        assertThat(database).doesNotExist();
    }

    @Test
    void aDirectoryIsNoChatLog() {
        requireOneLine(Run.of(directory), directory + ": it is a directory");
    }

    @Test
    void aUrlThatNoDriverKnowsIsRefused() {
        requireOneLine(Run.of("--db", "jdbc:nonsense:x"), "check the URL");
    }

    @Test
    void aDatabaseThatAnotherBotHasIsRefused() {
        String url = "jdbc:sqlite:" + directory.resolve("bot.db");
        try (Isolation isolation = Isolation.open(url);
                MessageInbox inbox = isolation.inbox(Duration.ofMinutes(1))) {
            assertThat(inbox).isNotNull();
            requireOneLine(Run.of("--db", url), "SQLite serves one process at a time");
        }
    }

    @Test
    void helpAndVersionAreNoErrors() {
        assertThat(Run.of("--help").exitCode()).isZero();
        assertThat(Run.of("--help").outLines())
                .anySatisfy(line -> assertThat(line).contains("--any-agent"));
        assertThat(Run.of("--version").out()).startsWith("replay ");
    }

    private static void requireOneLine(Run run, String why) {
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.errLines())
                .singleElement()
                .asString()
                .startsWith("replay: ")
                .contains(why);
    }
}
