package org.maibot.isolation.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageErrorsTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"--bogus", "--db", "--progress=loud", "one.jsonl two.jsonl"})
    void aCommandLineThatIsNotUnderstoodIsRefusedWithAHint(String arguments) {
        Run run = Run.of((Object[]) arguments.split(" "));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.errLines()).hasSize(2).endsWith("quickstart: --help shows what can be given.");
    }

    @Test
    void aMissingChatLogIsRefusedBeforeADatabaseIsMade() {
        Path database = directory.resolve("chats.db");
        Path log = directory.resolve("missing.jsonl");
        requireOneLine(Run.of("--db", "jdbc:sqlite:" + database, log), log + ": there is no such file");
        assertThat(database).doesNotExist();
    }

    @Test
    void aDirectoryIsNoChatLog() {
        requireOneLine(Run.of(directory), directory + ": it is a directory");
    }

    @ParameterizedTest
    @ValueSource(strings = {"chats.db", "jdbc:nonsense:x", ""})
    void aUrlThatNoDriverKnowsIsRefused(String url) {
        requireOneLine(Run.of("--db", url), "check the URL");
    }

    @Test
    void aDatabaseInAMissingDirectoryIsRefused() {
        requireOneLine(Run.of("--db", "jdbc:sqlite:" + directory.resolve("missing/chats.db")), "cannot be opened");
    }

    @Test
    void aFileThatIsNoDatabaseIsRefusedAndStaysAsItIs() throws IOException {
        Path file = Files.writeString(directory.resolve("notes.txt"), "Dear diary, ".repeat(1000));
        requireOneLine(Run.of("--db", "jdbc:sqlite:" + file), "not a database");
        assertThat(file).hasContent("Dear diary, ".repeat(1000));
    }

    @Test
    void aDatabaseThatMayOnlyBeReadIsRefused() {
        Path database = directory.resolve("chats.db");
        assertThat(Run.of("--db", "jdbc:sqlite:" + database).exitCode()).isZero();
        requireOneLine(Run.of("--db", "jdbc:sqlite:file:" + database + "?mode=ro"), "readonly");
    }

    @Test
    void helpAndVersionAreNoErrors() {
        assertThat(Run.of("--help").exitCode()).isZero();
        assertThat(Run.of("--help").outLines())
                .anySatisfy(line -> assertThat(line).contains("--json"));
        assertThat(Run.of("--version").out()).startsWith("quickstart ");
        assertThat(Run.of("--version").err()).isEmpty();
    }

    private static void requireOneLine(Run run, String why) {
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.errLines())
                .singleElement()
                .asString()
                .startsWith("quickstart: ")
                .contains(why);
    }
}
