package org.maibot.isolation.examples.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every part measures something and has a table; how long things take is no concern here. */
class HeartflowReportTest {
    private static final HeartflowSizes SMALL =
            new HeartflowSizes(new HeartflowSizes.Size(200, 10), new HeartflowSizes.Size(200, 10), 100, Duration.ZERO);

    private static List<String> rows(HeartflowPart part) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        new HeartflowReport(out, SMALL, Duration.ofMillis(400)).write(part);
        return bytes.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("|"))
                .skip(2) // the head
                .toList();
    }

    private static String[] cells(String row) {
        return row.split(" *\\| *", -1);
    }

    @ParameterizedTest
    @EnumSource(
            value = HeartflowPart.class,
            names = {"SQLITE", "POSTGRESQL"})
    void whatADatabaseKeepsIsComparedWithWritesByHand(HeartflowPart part) throws Exception {
        assertThat(rows(part))
                .singleElement()
                .satisfies(row -> assertThat(cells(row)[6])
                        .satisfies(
                                ratio -> assertThat(Double.parseDouble(ratio)).isPositive()));
    }

    @Test
    void memoryIsComparedWithAndWithoutABound() throws Exception {
        assertThat(rows(HeartflowPart.MEMORY))
                .extracting(row -> cells(row)[1])
                .containsExactly("10000 messages of a tenant may wait", "all messages may wait");
    }

    @Test
    void quietTenantsAreComparedInMemoryAndOnSqlite() throws Exception {
        assertThat(rows(HeartflowPart.NEIGHBOUR))
                .extracting(row -> cells(row)[1])
                .containsExactly("in memory", "SQLite");
    }

    @Test
    void idleStreamsAreThoseThatHadAMessage() throws Exception {
        assertThat(rows(HeartflowPart.IDLE)).extracting(row -> cells(row)[1]).containsExactly("100");
    }

    @Test
    void partsAndSecondsAreChosenOnTheCommandLine() {
        assertThat(HeartflowReport.Options.parse("idle", "--seconds", "5", "memory"))
                .isEqualTo(new HeartflowReport.Options(
                        Duration.ofSeconds(5), EnumSet.of(HeartflowPart.MEMORY, HeartflowPart.IDLE)));
        assertThat(HeartflowReport.Options.parse().parts()).containsExactly(HeartflowPart.values());
        assertThatThrownBy(() -> HeartflowReport.Options.parse("everything"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
