package org.maibot.isolation.heartflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which chat stream a message belongs to. */
class StreamIdsTest {
    private static String of(InboundMessage message) {
        return StreamIds.standard().chatStreamId(message);
    }

    private static InboundMessage whisper(String user) {
        return InboundMessage.builder()
                .platform("qq")
                .messageId("m")
                .user(user)
                .time(Bot.NOON)
                .build();
    }

    @Test
    void aGroupIsOneStreamWhoeverSpeaks() {
        assertThat(of(Bot.message("acme", "channel-42", "1").user("a").build()))
                .isEqualTo(of(Bot.message("acme", "channel-42", "2").user("b").build()))
                .isEqualTo("channel-42");
    }

    @Test
    void aPrivateChatIsAStreamOfItsUser() {
        assertThat(of(whisper("user-7"))).isEqualTo("private:user-7");
    }

    @Test
    void differentChatsAreDifferentStreams() {
        String long1 = "x".repeat(128);
        String long2 = "x".repeat(127) + "y";
        List<String> ids = List.of(
                "a",
                "private:a",
                "group:a",
                "private#a",
                "group#a",
                "group:private:a",
                "group:group:a",
                long1,
                long2,
                "private:" + "x".repeat(120),
                "group:" + "x".repeat(122));
        Set<String> streams = new HashSet<>();
        for (String id : ids) {
            streams.add(of(Bot.message("acme", id, "1").build()));
            streams.add(of(whisper(id)));
        }

        assertThat(streams).hasSize(2 * ids.size()).allMatch(id -> id.length() <= 128);
        assertThat(of(Bot.message("acme", long1, "1").build())).isEqualTo(long1);
        assertThat(of(whisper(long1))).startsWith("private#").hasSize("private#".length() + 64);
        assertThat(of(Bot.message("acme", of(whisper(long1)), "1").build())).isNotEqualTo(of(whisper(long1)));
    }

    @Test
    void differentGroupsWithLongIdsAreDifferentStreams() {
        StreamIds ids = StreamIds.standard();
        assertThat(ids.chatStreamId(
                        Bot.message("acme", "\uD800".repeat(200), "m").build()))
                .isNotEqualTo(ids.chatStreamId(
                        Bot.message("acme", "\uD801".repeat(200), "m").build()));
    }
}
