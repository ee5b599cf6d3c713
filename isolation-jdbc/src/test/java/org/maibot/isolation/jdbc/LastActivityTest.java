package org.maibot.isolation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maibot.isolation.jdbc.Samples.NOON;
import static org.maibot.isolation.jdbc.Samples.message;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.maibot.isolation.query.IsolatedQueryManager;

/** The last activity of a chat stream is the time of its newest message, or of its creation if it has none. */
@Tag("everyDatabase")
class LastActivityTest {
    @AutoClose
    private final TestRuntime runtime = new TestRuntime();

    private final IsolatedQueryManager stream = runtime.queries("acme", "bot", "qq", "g1");

    private Instant lastActivity() {
        return stream.chatStreams().find().orElseThrow().lastActiveAt();
    }

    @Test
    void followsTheNewestMessage() {
        stream.messages().append(message("1", NOON));
        assertThat(lastActivity()).isEqualTo(NOON);

        stream.messages().append(message("2", NOON.plusSeconds(60)));
        assertThat(lastActivity()).isEqualTo(NOON.plusSeconds(60));
    }

    @Test
    void isNotTurnedBackByAnOlderMessage() {
        stream.messages().append(message("1", NOON));

        stream.messages().append(message("2", NOON.minusSeconds(60)));

        assertThat(lastActivity()).isEqualTo(NOON);
    }

    @Test
    void isThatOfTheNewestOfMany() {
        stream.messages()
                .appendAll(List.of(
                        message("1", NOON), message("2", NOON.plusSeconds(9)), message("3", NOON.minusSeconds(9))));

        assertThat(lastActivity()).isEqualTo(NOON.plusSeconds(9));
    }

    @Test
    void isThatOfTheFirstMessageEvenIfTheStreamWasCreatedLater() {
        stream.chatStreams().getOrCreate();
        assertThat(lastActivity()).isEqualTo(ManualClock.START).isAfter(NOON);

        stream.messages().append(message("1", NOON));

        assertThat(lastActivity()).isEqualTo(NOON);
    }

    @Test
    void isNotMovedByAMessageThatIsThereAlready() {
        stream.messages().append(message("1", NOON));

        stream.messages().append(message("1", NOON.plusSeconds(60)));
        stream.messages().appendAll(List.of(message("1", NOON.plusSeconds(90)), message("2", NOON.plusSeconds(30))));

        assertThat(lastActivity()).isEqualTo(NOON.plusSeconds(30));
    }

    @Test
    void isNotMovedByAName() {
        stream.messages().append(message("1", NOON));
        runtime.clock().advance(Duration.ofDays(1));

        stream.chatStreams().getOrCreate("a name");

        assertThat(lastActivity()).isEqualTo(NOON);
    }

    @Test
    void isOfItsOwnStreamOnly() {
        stream.messages().append(message("1", NOON));

        runtime.queries("acme", "bot", "qq", "g2").messages().append(message("1", NOON.plusSeconds(60)));

        assertThat(lastActivity()).isEqualTo(NOON);
        assertThat(runtime.queries("acme", "bot").tenantOverview().lastActiveAt())
                .contains(NOON.plusSeconds(60));
    }
}
