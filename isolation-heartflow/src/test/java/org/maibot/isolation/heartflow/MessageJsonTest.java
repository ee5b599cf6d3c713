package org.maibot.isolation.heartflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.ViolationReason;

/** The JSON form of messages and outcomes. */
class MessageJsonTest {
    private static final IsolationContext STREAM = IsolationContext.of("a:b", "c|%", "qq", "群 1");

    @Test
    void aMessageIsReadAsItWasWritten() {
        InboundMessage full = InboundMessage.builder()
                .tenantId("a:b")
                .agentId("c|%")
                .platform("qq")
                .messageId("m\"1")
                .user(new UserInfo("u", Optional.of("小明"), Optional.empty()))
                .group(new GroupInfo("g", Optional.of("Group")))
                .time(Bot.NOON.plusNanos(123_456_000))
                .text("hi \uD83D\uDE00 \u202E")
                .mention(Mention.of("bot"))
                .mention(Mention.everyone())
                .replyTo("m0")
                .attachment(new Attachment(
                        Attachment.Kind.IMAGE,
                        URI.create("https://x/y.png"),
                        Optional.of("image/png"),
                        Optional.empty()))
                .platformId("seq", "17")
                .build();

        assertThat(InboundMessage.fromJson(full.toJson())).isEqualTo(full);
        assertThat(full.storedText()).isEqualTo("hi \uD83D\uDE00 \u202E [image]");
    }

    @Test
    void whatIsEmptyIsLeftOut() {
        InboundMessage bare = InboundMessage.builder()
                .platform("qq")
                .messageId("m1")
                .user("u")
                .time(Bot.NOON)
                .build();

        assertThat(bare.toJson())
                .isEqualTo(
                        "{\"platform\":\"qq\",\"message_id\":\"m1\",\"user\":{\"user_id\":\"u\"},\"time\":\"2026-11-29T12:00:00Z\"}");
        assertThat(InboundMessage.fromJson(bare.toJson())).isEqualTo(bare);
        assertThat(InboundMessage.fromJson(bare.toJson().replace("{\"platform", "{\"later\":[1],\"platform")))
                .isEqualTo(bare);
    }

    @Test
    void whatIsNoMessageIsAnError() {
        for (String json : List.of("", "null", "[]", "{}", "{\"platform\":\"qq\"}", "{} {}", "nonsense")) {
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .as(json)
                    .isThrownBy(() -> InboundMessage.fromJson(json))
                    .withMessageContaining("InboundMessage");
        }
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> Bot.message("acme", "g", "").build());
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> Bot.message("acme", "g", "m").text("\u0000").build());
    }

    @Test
    void anOutcomeIsToldToAnotherProcess() {
        OutboundMessage sent = new OutboundMessage(STREAM, "reply-1", "m1", 1, 1, "hi", List.of());
        assertThat(OutboundMessage.fromJson(sent.toJson())).isEqualTo(sent);
        for (Outcome outcome : List.of(
                new Outcome.Replied(List.of(sent)),
                new Outcome.Ignored(Outcome.IgnoreReason.NOT_INTERESTED, "no"),
                new Outcome.Filtered("spam"),
                new Outcome.CommandHandled("roll", List.of()),
                new Outcome.Refused(ViolationReason.QUOTA_EXCEEDED, "none left"),
                new Outcome.Postponed("closed"))) {
            assertThat(OutcomeJson.read(OutcomeJson.write(outcome))).isEqualTo(outcome);
        }
        Outcome failed = OutcomeJson.read(
                OutcomeJson.write(new Outcome.Failed(Step.GENERATE, new IllegalStateException("no model"))));
        assertThat(((Outcome.Failed) failed).step()).isEqualTo(Step.GENERATE);
        assertThat(((Outcome.Failed) failed).cause())
                .isInstanceOf(RemoteFailureException.class)
                .hasMessage("java.lang.IllegalStateException: no model");
    }

    @Test
    void aMessageIsReadAsItWasWrittenHoweverLongItsParts() {
        InboundMessage long1 = Bot.message("acme", "g", "m")
                .platformId("n".repeat(60_000), "x")
                .build();
        assertThat(InboundMessage.fromJson(long1.toJson())).isEqualTo(long1);
    }

    @Test
    void aMessageIsReadAsItWasWrittenHoweverLongItsText() {
        InboundMessage long2 =
                Bot.message("acme", "g", "m").text("x".repeat(20_000_001)).build();
        assertThat(InboundMessage.fromJson(long2.toJson()).text()).hasSize(20_000_001);
    }
}
