package org.maibot.isolation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maibot.isolation.query.StoredMessage;

/** The times of a chat log are decimal numbers of seconds, not floating-point ones. */
class LogTimesTest {
    @AutoClose
    private final TestRuntime runtime = new TestRuntime();

    @ParameterizedTest
    @CsvSource({
        "0, 1970-01-01T00:00:00Z",
        "-1.5, 1969-12-31T23:59:58.5Z",
        "1700000000, 2023-11-14T22:13:20Z",
        "1.7e9, 2023-11-14T22:13:20Z",
        "1700000000.1234567, 2023-11-14T22:13:20.123456Z",
        "-0.0000001, 1969-12-31T23:59:59.999999Z",
        "0e99, 1970-01-01T00:00:00Z",
        "9223372036854.775807, +294247-01-10T04:00:54.775807Z",
        "-9223372036854.775808, -290308-12-21T19:59:05.224192Z"
    })
    void timesAreExactToTheMicrosecond(String seconds, Instant time) {
        assertThat(Import.of(runtime.isolation(), LogLine.of(1).withRaw("time", seconds))
                        .rejected())
                .isEmpty();

        assertThat(runtime.queries("acme").messages().history(10).messages())
                .extracting(StoredMessage::time)
                .containsExactly(time);
    }
}
