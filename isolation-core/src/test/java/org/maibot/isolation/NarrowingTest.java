package org.maibot.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maibot.isolation.Refusals.refusal;
import static org.maibot.isolation.ViolationReason.CONTEXT_NOT_NARROWER;
import static org.maibot.isolation.ViolationReason.INVALID_ID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NarrowingTest {
    private static final IsolationContext TENANT = IsolationContext.of("acme");
    private static final IsolationContext CHAT = IsolationContext.of("acme", "support", "qq", "g1");

    @Test
    void eachStepFixesOneDimensionMore() {
        IsolationContext agent = TENANT.narrow().agent("support").build();
        IsolationContext platform = agent.narrow().platform("qq").build();
        assertThat(agent).isEqualTo(IsolationContext.of("acme", "support"));
        assertThat(platform).isEqualTo(IsolationContext.of("acme", "support", "qq"));
        assertThat(platform.narrow().chatStream("g1").build()).isEqualTo(CHAT);
    }

    @Test
    void dimensionsMayBeGivenInAnyOrderInOneGo() {
        assertThat(TENANT.narrow()
                        .chatStream("g1")
                        .platform("qq")
                        .agent("support")
                        .build())
                .isEqualTo(CHAT);
    }

    @Test
    void narrowingByNothingGivesAnEqualContext() {
        assertThat(TENANT.narrow().build()).isEqualTo(TENANT);
        assertThat(CHAT.narrow().build()).isEqualTo(CHAT);
    }

    @Test
    void narrowingLeavesTheOriginalAsItWas() {
        IsolationContext.Narrowing narrowing = TENANT.narrow().agent("support");
        IsolationContext first = narrowing.build();
        IsolationContext second = narrowing.platform("qq").build();
        assertThat(TENANT).isEqualTo(IsolationContext.of("acme"));
        assertThat(first).isEqualTo(IsolationContext.of("acme", "support"));
        assertThat(second).isEqualTo(IsolationContext.of("acme", "support", "qq"));
    }

    @Test
    void theSameIdMayBeGivenAgain() {
        assertThat(CHAT.narrow()
                        .agent("support")
                        .platform("qq")
                        .chatStream("g1")
                        .build())
                .isEqualTo(CHAT);
        assertThat(TENANT.narrow().agent("support").agent("support").build())
                .isEqualTo(IsolationContext.of("acme", "support"));
    }

    @Test
    void aSiblingIsRefusedInEveryDimension() {
        assertThat(refusal(() -> CHAT.narrow().agent("sales"), CONTEXT_NOT_NARROWER))
                .hasMessageStartingWith("The agent_id is fixed already, to another id.");
        assertThat(refusal(() -> CHAT.narrow().platform("discord"), CONTEXT_NOT_NARROWER))
                .hasMessageStartingWith("The platform is fixed already, to another id.");
        assertThat(refusal(() -> CHAT.narrow().chatStream("g2"), CONTEXT_NOT_NARROWER))
                .hasMessageStartingWith("The chat_stream_id is fixed already, to another id.");
    }

    @Test
    void anIdThatWasGivenOnTheWayIsNotReplaced() {
        refusal(() -> TENANT.narrow().agent("support").agent("sales"), CONTEXT_NOT_NARROWER);
        refusal(() -> TENANT.narrow().platform("qq").platform("discord"), CONTEXT_NOT_NARROWER);
        refusal(() -> TENANT.narrow().chatStream("g1").chatStream("g2"), CONTEXT_NOT_NARROWER);
    }

    @Test
    void anIdThatOnlyLooksAlikeIsAnother() {
        IsolationContext composed = IsolationContext.of("acme", "caf\u00e9");
        refusal(() -> composed.narrow().agent("cafe\u0301"), CONTEXT_NOT_NARROWER);
        refusal(() -> CHAT.narrow().platform("QQ"), CONTEXT_NOT_NARROWER);
        refusal(() -> CHAT.narrow().chatStream("g1 "), CONTEXT_NOT_NARROWER);
    }

    @Test
    void aChatStreamWithoutAPlatformIsRefused() {
        IsolationContext agent = IsolationContext.of("acme", "support");
        assertThat(refusal(() -> agent.narrow().chatStream("g1").build(), INVALID_ID))
                .hasMessageStartingWith("The chat_stream_id was given without the platform.");
    }

    @Test
    void aPlatformOrAChatStreamWithoutAnAgentIsRefused() {
        assertThat(refusal(() -> TENANT.narrow().platform("qq").build(), INVALID_ID))
                .hasMessageStartingWith("The platform was given without the agent_id.");
        assertThat(refusal(() -> TENANT.narrow().chatStream("g1").build(), INVALID_ID))
                .hasMessageStartingWith("The chat_stream_id was given without the agent_id.");
        assertThat(refusal(() -> TENANT.narrow().agent("a").chatStream("g1").build(), INVALID_ID))
                .hasMessageStartingWith("The chat_stream_id was given without the platform.");
    }

    @ParameterizedTest
    @MethodSource("org.maibot.isolation.HostileIds#all")
    void everyLegalIdNarrows(String id) {
        IsolationContext narrow = IsolationContext.of(id)
                .narrow()
                .agent(id)
                .platform(id)
                .chatStream(id)
                .build();
        assertThat(narrow).isEqualTo(IsolationContext.of(id, id, id, id));
    }
}
