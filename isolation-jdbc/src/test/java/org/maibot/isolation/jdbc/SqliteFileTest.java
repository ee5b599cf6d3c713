package org.maibot.isolation.jdbc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.maibot.isolation.jdbc.Samples.message;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.maibot.isolation.query.IsolatedQueryManager;

/** A file keeps what it is given, serves several runtimes, and is opened safely. */
class SqliteFileTest {
    @TempDir
    private Path directory;

    private String url(String file) {
        return "jdbc:sqlite:" + directory.resolve(file);
    }

    private static IsolatedQueryManager stream(Isolation isolation) {
        return isolation.queries(isolation.createIsolationContext("acme", "bot", "qq", "g1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bot.db", "with space.db", "机器人 😀.db", "100%25.db", "it's.db"})
    void keepsItsRows(String file) {
        try (Isolation isolation = Isolation.open(url(file))) {
            stream(isolation).messages().append(message("1"));
        }

        assertThat(directory.resolve(file)).isNotEmptyFile();
        try (Isolation again = Isolation.open(url(file))) {
            assertThat(stream(again).messages().append(message("1"))).isFalse();
            assertThat(stream(again).messages().count()).isOne();
        }
    }

    @Test
    void twoRuntimesSeeWhatEachOtherWrites() {
        try (Isolation one = Isolation.open(url("bot.db"));
                Isolation other = Isolation.open(url("bot.db"))) {
            stream(one).messages().append(message("1"));
            assertThat(stream(other).messages().append(message("1"))).isFalse();
            stream(other).messages().append(message("2"));

            assertThat(stream(one).messages().count()).isEqualTo(2);
        }
    }

    @RepeatedTest(5)
    void isCreatedByManyAtOnce() throws Exception {
        Callable<Long> opening = () -> {
            try (Isolation isolation = Isolation.open(url("bot.db"))) {
                stream(isolation).chatStreams().getOrCreate();
                return stream(isolation).chatStreams().count();
            }
        };

        assertThat(Concurrently.call(Collections.nCopies(8, opening))).containsOnly(1L);
    }

    @ParameterizedTest
    @CsvSource({"foreign_keys, 1", "busy_timeout, 30000", "journal_mode, wal", "synchronous, 2"})
    void everyConnectionHasItsSettingsWhateverTheUrlSays(String pragma, String value) throws Exception {
        try (Isolation isolation = Isolation.open(url("bot.db") + "?foreign_keys=off&busy_timeout=0")) {
            DSLContext system = isolation.system("the settings").dsl();
            CyclicBarrier allHaveOne = new CyclicBarrier(8);
            Callable<String> setting = () -> system.connectionResult(connection -> {
                allHaveOne.await(30, SECONDS);
                return String.valueOf(DSL.using(connection).fetchValue("pragma " + pragma));
            });

            assertThat(Concurrently.call(Collections.nCopies(8, setting))).containsOnly(value);
        }
    }

    @Test
    void whatIsNotADatabaseIsNotOpenedNorChanged() throws Exception {
        Path file = directory.resolve("notes.txt");
        Files.writeString(file, "These are notes, not a database. ".repeat(100));
        byte[] before = Files.readAllBytes(file);

        assertThatThrownBy(() -> Isolation.open(url("notes.txt")))
                .isInstanceOf(IllegalStateException.class)
                .hasStackTraceContaining("SQLITE_NOTADB");

        assertThat(file).hasBinaryContent(before);
    }

    @Test
    void aDirectoryThatIsMissingIsNotCreated() {
        assertThatThrownBy(() -> Isolation.open(url("missing/bot.db")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("directory");

        assertThat(directory.resolve("missing")).doesNotExist();
    }

    @Test
    void aDatabaseWithOtherTablesByTheseNamesIsLeftAsItIs() {
        try (Isolation host =
                Isolation.builder().jdbcUrl(url("host.db")).createSchema(false).open()) {
            host.system("the host's table").dsl().execute("create table messages (body text)");
        }

        assertThatThrownBy(() -> Isolation.open(url("host.db")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("createSchema(false)");

        try (Isolation host =
                Isolation.builder().jdbcUrl(url("host.db")).createSchema(false).open()) {
            assertThat(host.system("a look").dsl().fetch("select name from sqlite_master where type = 'table'"))
                    .extracting(row -> row.get(0))
                    .contains("messages")
                    .doesNotContain("tenants", "agents", "chat_streams");
        }
    }
}
