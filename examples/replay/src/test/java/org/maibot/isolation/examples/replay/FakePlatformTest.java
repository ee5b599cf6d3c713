package org.maibot.isolation.examples.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.maibot.isolation.heartflow.GroupInfo;
import org.maibot.isolation.heartflow.InboundMessage;
import org.maibot.isolation.heartflow.StreamIds;
import org.maibot.isolation.heartflow.UserInfo;
import org.maibot.isolation.query.Message;

class FakePlatformTest {
    private static InboundMessage inbound(String json) throws BadLineException {
        return FakePlatform.inbound(new LogParser().parse(json));
    }

    @Test
    void aLineIsAMessageInAGroup() throws BadLineException {
        InboundMessage message = inbound(Lines.line("m-1", "你好").toString());
        assertThat(message)
                .isEqualTo(InboundMessage.builder()
                        .tenantId("acme")
                        .agentId("support")
                        .platform("qq")
                        .messageId("m-1")
                        .user(UserInfo.of("ann"))
                        .group(GroupInfo.of("1001"))
                        .time(Instant.parse("2023-11-14T22:13:20.500Z"))
                        .text("你好")
                        .build());
        assertThat(message.replyTo()).isEqualTo(Optional.empty());
    }

    @Test
    void theChatStreamHasTheIdOfTheLog() throws BadLineException {
        InboundMessage message = inbound(Lines.line("m-1", "hi").toString());
        assertThat(StreamIds.standard().chatStreamId(message)).isEqualTo("1001");
    }

    @Test
    void whatTheFormatDoesNotKnowIsLeftOut() throws BadLineException {
        LogLine line = new LogParser()
                .parse(Lines.line("m-1", "hi")
                        .put("mood", "good")
                        .put("role", "agent")
                        .toString());
        assertThat(line.isOfUser()).isFalse();
        assertThat(line.message().role()).isEqualTo(Message.Role.AGENT);
    }

    @Test
    void timesBefore1970AndWithManyDecimalsAreTimes() throws BadLineException {
        LogParser parser = new LogParser();
        assertThat(parser.parse(Lines.line("m-1", "").put("time", -0.25).toString())
                        .message()
                        .time())
                .isEqualTo(Instant.ofEpochSecond(-1, 750_000_000));
        assertThat(parser.parse(Lines.line("m-1", "").put("time", 5).toString())
                        .message()
                        .time())
                .isEqualTo(Instant.ofEpochSecond(5));
    }
}
