package org.maibot.isolation.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.maibot.isolation.query.ChatStream;
import org.maibot.isolation.query.Message;
import org.maibot.isolation.query.StoredMessage;
import org.maibot.isolation.query.TenantOverview;

/** A good chat log is imported completely, each message into its own chat stream, and again without effect. */
@Tag("everyDatabase")
class ChatLogImportTest {
    @AutoClose
    private final TestRuntime runtime = new TestRuntime();

    private List<StoredMessage> history(String... ids) {
        return runtime.queries(ids).messages().history(10_000).messages();
    }

    @Test
    void aLineBecomesAMessage() {
        LogLine line = LogLine.of(1)
                .with("role", "agent")
                .with("user_id", "bot")
                .with("time", 1700000012.5)
                .with("text", "可以呀 😀\n\"ok\"");

        Import done = Import.of(runtime.isolation(), line.json() + "\n");

        assertThat(done.report()).isEqualTo(new ImportReport(line.json().getBytes(UTF_8).length + 1L, 1, 0, 0));
        assertThat(history("acme", "bot", "qq", "g1"))
                .containsExactly(new StoredMessage(
                        TestRuntime.context(List.of("acme", "bot", "qq", "g1")),
                        1,
                        new Message(
                                "m-1",
                                "bot",
                                Message.Role.AGENT,
                                Instant.parse("2023-11-14T22:13:32.5Z"),
                                "可以呀 😀\n\"ok\"")));
    }

    @Test
    void theSameLogAddsNothing() {
        String log = LogLine.log(IntStream.range(0, 2_500).mapToObj(LogLine::of).toList());
        assertThat(Import.of(runtime.isolation(), log).report()).isEqualTo(new ImportReport(log.length(), 2_500, 0, 0));
        TenantOverview overview = runtime.queries("acme").tenantOverview();
        List<ChatStream> streams = runtime.queries("acme").chatStreams().list(10);
        List<StoredMessage> messages = history("acme");

        assertThat(Import.of(runtime.isolation(), log).report()).isEqualTo(new ImportReport(log.length(), 0, 2_500, 0));

        assertThat(runtime.queries("acme").tenantOverview()).isEqualTo(overview);
        assertThat(runtime.queries("acme").chatStreams().list(10)).isEqualTo(streams);
        assertThat(history("acme")).hasSize(2_500).isEqualTo(messages);
    }

    @Test
    void anInterruptedImportIsCompleted() {
        List<LogLine> lines = IntStream.range(0, 10).mapToObj(LogLine::of).toList();
        Import.of(runtime.isolation(), LogLine.log(lines.subList(0, 4)));

        ImportReport report = Import.of(runtime.isolation(), LogLine.log(lines)).report();

        assertThat(report.stored()).isEqualTo(6);
        assertThat(report.alreadyThere()).isEqualTo(4);
        assertThat(history("acme", "bot", "qq", "g1")).hasSize(10);
    }

    @Test
    void aMessageThatIsTwiceInTheLogStaysTheFirst() {
        LogLine first = LogLine.of(1);

        ImportReport report = Import.of(
                        runtime.isolation(), LogLine.log(List.of(first, first.with("text", "other"), LogLine.of(2))))
                .report();

        assertThat(report.stored()).isEqualTo(2);
        assertThat(report.alreadyThere()).isOne();
        assertThat(history("acme", "bot", "qq", "g1"))
                .extracting(StoredMessage::text)
                .containsExactly("text 1", "text 2");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 1_000})
    void interleavedStreamsKeepTheOrderOfTheLog(int batchSize) {
        List<LogLine> lines = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            lines.add(LogLine.of(i)
                    .with("time", 5)
                    .with("chat_stream_id", "g" + i % 3)
                    .with("tenant_id", i % 2 == 0 ? "acme" : "acme:eu")
                    .with("message_id", "m-" + (1_000 - i)));
        }

        Import.of(runtime.isolation(), LogLine.log(lines).getBytes(UTF_8), importer -> importer.batchSize(batchSize));

        for (int stream = 0; stream < 6; stream++) {
            int first = stream;
            String[] ids = {first % 2 == 0 ? "acme" : "acme:eu", "bot", "qq", "g" + first % 3};
            assertThat(history(ids))
                    .extracting(StoredMessage::messageId)
                    .isEqualTo(IntStream.range(0, 10)
                            .mapToObj(i -> "m-" + (1_000 - first - 6 * i))
                            .toList());
        }
    }

    @Test
    void aFileIsReadAndAStreamLeftOpen(@TempDir Path directory) throws IOException {
        Path file =
                Files.writeString(directory.resolve("log.jsonl"), LogLine.of(1).json());
        ChatLogImporter importer = new ChatLogImporter(runtime.isolation());
        AtomicBoolean closed = new AtomicBoolean();
        InputStream stream = new ByteArrayInputStream(LogLine.of(2).json().getBytes(UTF_8)) {
            @Override
            public void close() {
                closed.set(true);
            }
        };

        assertThat(importer.importFrom(file).stored()).isOne();
        assertThat(importer.importFrom(stream).stored()).isOne();
        assertThat(closed).isFalse();
        assertThatThrownBy(() -> importer.importFrom(directory.resolve("none")))
                .isInstanceOf(NoSuchFileException.class);
    }
}
