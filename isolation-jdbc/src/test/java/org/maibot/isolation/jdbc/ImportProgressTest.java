package org.maibot.isolation.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.maibot.isolation.jdbc.CanonicalSchema.MESSAGES;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Progress is reported after each batch, and what is reported is stored, whatever happens next. */
class ImportProgressTest {
    private static final List<LogLine> LINES = IntStream.range(0, 25)
            .mapToObj(i -> LogLine.of(i).with("tenant_id", "t" + i % 4))
            .toList();

    @AutoClose
    private final Isolation isolation;

    @AutoClose
    private final Isolation onlooker;

    ImportProgressTest(@TempDir Path directory) {
        String url = "jdbc:sqlite:" + directory.resolve("bot.db");
        isolation = Isolation.open(url);
        onlooker = Isolation.open(url);
    }

    private long storedAsSeenFromOutside() {
        return onlooker.system("a look").dsl().fetchCount(MESSAGES);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 5, 10, 25, 26, Integer.MAX_VALUE})
    void aReportIsNeverAheadOfWhatIsStored(int batchSize) throws IOException {
        List<ImportReport> reports = new ArrayList<>();
        ChatLogImporter importer = new ChatLogImporter(isolation)
                .batchSize(batchSize)
                .onBatch(report -> {
                    assertThat(storedAsSeenFromOutside()).isEqualTo(report.stored());
                    reports.add(report);
                });

        ImportReport last =
                importer.importFrom(new ByteArrayInputStream(LogLine.log(LINES).getBytes(UTF_8)));

        assertThat(reports).hasSize(1 + (LINES.size() - 1) / batchSize).endsWith(last);
        assertThat(reports).extracting(ImportReport::stored).isSorted();
        assertThat(reports).extracting(ImportReport::bytesRead).isSorted();
        assertThat(last).isEqualTo(new ImportReport(LogLine.log(LINES).length(), 25, 0, 0));
    }

    @Test
    void badLinesCountInTheReportButNotInTheBatch() {
        String log = "bad\n" + LogLine.log(LINES.subList(0, 2)) + "bad\n" + LogLine.log(LINES.subList(2, 3));

        Import done = Import.of(isolation, log.getBytes(UTF_8), importer -> importer.batchSize(2));

        assertThat(done.batches())
                .containsExactly(
                        new ImportReport(4 + LogLine.log(LINES.subList(0, 2)).length(), 2, 0, 1),
                        new ImportReport(log.length(), 3, 0, 2));
    }

    @Test
    void whatWasReportedStaysWhenTheListenerFails() {
        ChatLogImporter importer = new ChatLogImporter(isolation).batchSize(10).onBatch(report -> {
            if (report.stored() == 20) {
                throw new IllegalStateException("the listener fails, on purpose");
            }
        });

        assertThatThrownBy(() -> importer.importFrom(
                        new ByteArrayInputStream(LogLine.log(LINES).getBytes(UTF_8))))
                .hasMessage("the listener fails, on purpose");

        assertThat(storedAsSeenFromOutside()).isEqualTo(20);
    }

    @Test
    void whatWasReportedStaysWhenTheLogBreaksOff() throws IOException {
        InputStream broken = InputStream.nullInputStream();
        broken.close();
        List<ImportReport> reports = new ArrayList<>();
        InputStream log = new SequenceInputStream(
                new ByteArrayInputStream(LogLine.log(LINES).getBytes(UTF_8)), broken);

        assertThatThrownBy(() -> new ChatLogImporter(isolation)
                        .batchSize(10)
                        .onBatch(reports::add)
                        .importFrom(log))
                .isInstanceOf(IOException.class);

        assertThat(reports).extracting(ImportReport::stored).containsExactly(10L, 20L);
        assertThat(storedAsSeenFromOutside()).isEqualTo(20);
    }

    @Test
    void aBatchIsStoredAsAWholeOrNotAtAll() {
        isolation
                .system("the test's trigger")
                .dsl()
                .execute("create trigger bomb before insert on messages when new.message_id = 'm-17'"
                        + " begin select raise(abort, 'the bomb went off'); end");
        ChatLogImporter importer = new ChatLogImporter(isolation).batchSize(10);

        assertThatThrownBy(() -> importer.importFrom(
                        new ByteArrayInputStream(LogLine.log(LINES).getBytes(UTF_8))))
                .isInstanceOf(DataAccessException.class)
                .hasStackTraceContaining("the bomb went off");

        assertThat(storedAsSeenFromOutside()).isEqualTo(10);
        assertThat(onlooker.queries(onlooker.createIsolationContext("t0"))
                        .messages()
                        .count())
                .isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void aBatchHasAtLeastOneLine(int size) {
        assertThatThrownBy(() -> new ChatLogImporter(isolation).batchSize(size))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
