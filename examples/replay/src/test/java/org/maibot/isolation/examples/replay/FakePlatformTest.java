package org.maibot.isolation.examples.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.maibot.isolation.heartflow.GroupInfo;
import org.maibot.isolation.heartflow.InboundMessage;
import org.maibot.isolation.heartflow.StreamIds;
import org.maibot.isolation.heartflow.UserInfo;

class FakePlatformTest {
    @Test
    void aLineIsAMessageInAGroup() throws IOException {
        InboundMessage message = FakePlatform.inbound(Lines.read(Lines.line("m-1", "你好")));
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
    void theChatStreamHasTheIdOfTheLog() throws IOException {
        InboundMessage message = FakePlatform.inbound(Lines.read(Lines.line("m-1", "hi")));
        assertThat(StreamIds.standard().chatStreamId(message)).isEqualTo("1001");
    }
}
