package org.maibot.isolation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.maibot.isolation.jdbc.Samples.message;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.maibot.isolation.query.ChatStream;
import org.maibot.isolation.query.ChatStreamQueries;
import org.maibot.isolation.query.IsolatedQueryManager;

/** A chat stream is created once, named, and active with its messages. */
@Tag("everyDatabase")
class ChatStreamQueriesTest {
    @AutoClose
    private final TestRuntime runtime = new TestRuntime();

    private final IsolatedQueryManager g1 = runtime.queries("acme", "bot", "qq", "g1");
    private final ChatStreamQueries stream = g1.chatStreams();

    private static List<String> texts(List<ChatStream> streams) {
        return streams.stream().map(found -> found.context().toString()).toList();
    }

    @Test
    void isCreatedOnce() {
        assertThat(stream.find()).isEmpty();

        ChatStream created = stream.getOrCreate();
        runtime.clock().advance(Duration.ofHours(1));

        assertThat(created.context()).isEqualTo(g1.context());
        assertThat(created.name()).isEmpty();
        assertThat(created.createdAt()).isEqualTo(ManualClock.START);
        assertThat(created.lastActiveAt()).isEqualTo(ManualClock.START);
        assertThat(stream.getOrCreate()).isEqualTo(created);
        assertThat(stream.find()).contains(created);
        assertThat(stream.count()).isOne();
    }

    @Test
    void isActiveFromTheMomentOfItsCreation() {
        runtime.clock().tick(Duration.ofSeconds(1));

        ChatStream created = stream.getOrCreate();

        assertThat(created.lastActiveAt()).isEqualTo(created.createdAt());
    }

    @Test
    void isCreatedByItsFirstMessage() {
        g1.messages().append(message("1"));

        assertThat(stream.find()).hasValueSatisfying(created -> {
            assertThat(created.createdAt()).isEqualTo(ManualClock.START);
            assertThat(created.lastActiveAt()).isEqualTo(Samples.NOON);
        });
        assertThat(g1.agents().find()).isPresent();
    }

    @Test
    void isRenamedAloneAndKeepsItsNameOtherwise() {
        runtime.queries("acme", "bot", "qq", "g2").chatStreams().getOrCreate("other");

        assertThat(stream.getOrCreate("first").name()).contains("first");
        assertThat(stream.getOrCreate("群聊 😀").name()).contains("群聊 😀");
        g1.messages().append(message("1"));
        assertThat(stream.getOrCreate().name()).contains("群聊 😀");
        assertThat(runtime.queries("acme", "bot", "qq", "g2").chatStreams().find())
                .hasValueSatisfying(other -> assertThat(other.name()).contains("other"));
    }

    @Test
    void aNameHas1To255Characters() {
        assertThat(stream.getOrCreate("😀".repeat(255)).name()).contains("😀".repeat(255));

        assertThatThrownBy(() -> stream.getOrCreate("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> stream.getOrCreate("x".repeat(256))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theMostRecentlyActiveComeFirst() {
        for (int i = 1; i <= 4; i++) {
            IsolatedQueryManager other = runtime.queries("acme", "bot", "qq", "s" + i);
            other.messages().append(message("1", Samples.NOON.plusSeconds(i == 4 ? 2 : i)));
        }
        ChatStreamQueries streams = runtime.queries("acme", "bot").chatStreams();

        assertThat(texts(streams.active(Samples.NOON.plusSeconds(2), 10)))
                .containsExactly("acme/bot/qq/s3", "acme/bot/qq/s2", "acme/bot/qq/s4");
        assertThat(texts(streams.active(Samples.NOON, 1))).containsExactly("acme/bot/qq/s3");
        assertThat(streams.active(Samples.NOON.plusSeconds(4), 10)).isEmpty();
    }
}
