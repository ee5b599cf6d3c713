package org.maibot.isolation.jdbc;

import static java.time.temporal.ChronoUnit.MICROS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.maibot.isolation.jdbc.Samples.message;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.maibot.isolation.query.MessageQueries;
import org.maibot.isolation.query.StoredMessage;

/** Times are kept to the microsecond, from one end of what can be stored to the other. */
@Tag("everyDatabase")
class MessageTimesTest {
    private static final Instant EARLIEST = Instant.EPOCH.plus(Long.MIN_VALUE, MICROS);
    private static final Instant LATEST = Instant.EPOCH.plus(Long.MAX_VALUE, MICROS);

    @AutoClose
    private final TestRuntime runtime = new TestRuntime();

    private final MessageQueries messages =
            runtime.queries("acme", "bot", "qq", "g1").messages();

    /** In their order. */
    static List<Instant> times() {
        return List.of(
                EARLIEST,
                EARLIEST.plus(1, MICROS),
                Instant.parse("-0044-03-15T12:00:00Z"),
                Instant.parse("1677-01-01T00:00:00Z"),
                Instant.parse("1969-12-31T23:59:58.000001Z"),
                Instant.parse("1969-12-31T23:59:59.999998500Z"),
                Instant.parse("1969-12-31T23:59:59.999999999Z"),
                Instant.EPOCH,
                Instant.parse("1970-01-01T00:00:00.000001999Z"),
                Instant.parse("2024-02-29T23:59:59.123456Z"),
                Instant.parse("2024-02-29T23:59:59.123457Z"),
                Instant.parse("2300-01-01T00:00:00Z"),
                Instant.parse("9999-12-31T23:59:59.999999999Z"),
                LATEST.minus(1, MICROS),
                LATEST);
    }

    @ParameterizedTest
    @MethodSource("times")
    void aTimeSurvivesButForWhatIsFinerThanAMicrosecond(Instant time) {
        messages.append(message("m-1", time));

        StoredMessage stored = messages.find("m-1").orElseThrow();
        assertThat(stored.time()).isEqualTo(time.truncatedTo(MICROS));
        assertThat(messages.history(10).messages()).containsExactly(stored);
        assertThat(messages.after(stored.cursor(), 10).messages()).isEmpty();
        assertThat(messages.before(stored.cursor(), 10).messages()).isEmpty();
    }

    @Test
    void aHistoryIsInTheOrderOfTime() {
        List<Instant> times = times();
        for (int i = times.size() - 1; i >= 0; i--) {
            messages.append(message("m-" + i, times.get(i)));
        }

        assertThat(messages.history(100).messages())
                .extracting(StoredMessage::messageId)
                .isEqualTo(
                        IntStream.range(0, times.size()).mapToObj(i -> "m-" + i).toList());
    }
}
