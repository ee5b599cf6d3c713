package org.maibot.isolation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.maibot.isolation.IsolationEvent.MemoryPromoted;
import org.maibot.isolation.ViolationReason;
import org.maibot.isolation.query.IsolatedQueryManager;
import org.maibot.isolation.query.Memory;
import org.maibot.isolation.query.MemoryLevel;

/** A memory stays where it is without a reason, from too narrow a context, and from aside. */
class RefusedPromotionsTest {
    private static final String WHY = "the user said so everywhere";

    @AutoClose
    private final TestRuntime runtime = new TestRuntime();

    private final IsolatedQueryManager agent = runtime.queries("acme", "bot");
    private final IsolatedQueryManager qq = runtime.queries("acme", "bot", "qq");
    private final IsolatedQueryManager g1 = runtime.queries("acme", "bot", "qq", "g1");

    private final Memory ofChat = g1.memories().store("title", "content");
    private final String id = ofChat.memoryId();

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n ", "\u2003"})
    void aReasonIsNeeded(String reason) {
        assertThatThrownBy(() -> agent.memories().promote(id, MemoryLevel.AGENT, reason))
                .isInstanceOf(IllegalArgumentException.class);
        assertUnchanged();
    }

    @Test
    void aReasonIsBounded() {
        assertThatThrownBy(() -> agent.memories().promote(id, MemoryLevel.AGENT, "x".repeat(1_001)))
                .isInstanceOf(IllegalArgumentException.class);
        assertUnchanged();

        assertThat(agent.memories().promote(id, MemoryLevel.AGENT, "因".repeat(1_000)))
                .isPresent();
    }

    @Test
    void aNarrowContextDoesNotPromoteBeyondItself() {
        Refused.because(ViolationReason.WRONG_LEVEL, () -> g1.memories().promote(id, MemoryLevel.PLATFORM, WHY));
        Refused.because(ViolationReason.WRONG_LEVEL, () -> g1.memories().promote(id, MemoryLevel.AGENT, WHY));
        Refused.because(ViolationReason.WRONG_LEVEL, () -> qq.memories().promote(id, MemoryLevel.AGENT, WHY));
        assertUnchanged();
    }

    @Test
    void aTenantDoesNotPromoteSinceIdsBelongToAgents() {
        IsolatedQueryManager tenant = runtime.queries("acme");

        Refused.because(ViolationReason.WRONG_LEVEL, () -> tenant.memories().promote(id, MemoryLevel.AGENT, WHY));
        assertUnchanged();
    }

    @Test
    void aMemoryIsNotPromotedToItsOwnOrANarrowerLevel() {
        Memory ofAgent = agent.memories().store("a", "");

        for (MemoryLevel level : MemoryLevel.values()) {
            assertThatThrownBy(() -> agent.memories().promote(ofAgent.memoryId(), level, WHY))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> g1.memories().promote(id, MemoryLevel.CHAT, WHY))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(agent.memories().find(ofAgent.memoryId())).contains(ofAgent);
        assertUnchanged();
    }

    @Test
    void whatTheScopeDoesNotSeeIsNotPromoted() {
        List<IsolatedQueryManager> aside = List.of(
                runtime.queries("acme", "bot", "discord"),
                runtime.queries("acme", "helper", "qq"),
                runtime.queries("ACME", "bot", "qq"));

        aside.forEach(queries -> assertThat(queries.memories().promote(id, MemoryLevel.PLATFORM, WHY))
                .isEmpty());
        assertThat(agent.memories().promote("unknown", MemoryLevel.AGENT, WHY)).isEmpty();
        assertUnchanged();
    }

    private void assertUnchanged() {
        assertThat(g1.memories().find(id)).contains(ofChat);
        assertThat(runtime.events().of(MemoryPromoted.class)).isEmpty();
    }
}
