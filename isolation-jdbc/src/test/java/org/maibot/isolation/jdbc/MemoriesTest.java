package org.maibot.isolation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.maibot.isolation.query.IsolatedQueryManager;
import org.maibot.isolation.query.Memory;
import org.maibot.isolation.query.MemoryLevel;
import org.maibot.isolation.query.MemoryQueries;

/** Memories are stored at the level of their context, seen from inside it, and changed from it or from wider ones. */
@Tag("everyDatabase")
class MemoriesTest {
    @AutoClose
    private final TestRuntime runtime = new TestRuntime();

    private final MemoryQueries tenant = runtime.queries("acme").memories();
    private final IsolatedQueryManager bot = runtime.queries("acme", "bot");
    private final MemoryQueries agent = bot.memories();
    private final MemoryQueries qq = runtime.queries("acme", "bot", "qq").memories();
    private final MemoryQueries discord =
            runtime.queries("acme", "bot", "discord").memories();
    private final MemoryQueries g1 = runtime.queries("acme", "bot", "qq", "g1").memories();
    private final MemoryQueries g2 = runtime.queries("acme", "bot", "qq", "g2").memories();
    private final MemoryQueries discordG1 =
            runtime.queries("acme", "bot", "discord", "g1").memories();
    private final MemoryQueries helper = runtime.queries("acme", "helper").memories();
    private final MemoryQueries otherTenant = runtime.queries("ACME", "bot").memories();

    /** One memory of each owner, a second apart. */
    private void seed() {
        for (MemoryQueries owner : List.of(agent, qq, discord, g1, g2, discordG1, helper, otherTenant)) {
            runtime.clock().advance(Duration.ofSeconds(1));
            owner.store(name(owner), "content");
        }
    }

    private String name(MemoryQueries owner) {
        return ((JdbcMemories) owner).session().context().toString();
    }

    private static List<String> titles(List<Memory> memories) {
        return memories.stream().map(Memory::title).toList();
    }

    @Test
    void aMemoryIsOfTheLevelOfItsContext() {
        Memory stored = agent.store("tea", "the user likes tea");

        assertThat(stored.context()).isEqualTo(bot.context());
        assertThat(stored.level()).isEqualTo(MemoryLevel.AGENT);
        assertThat(stored.title()).isEqualTo("tea");
        assertThat(stored.content()).isEqualTo("the user likes tea");
        assertThat(stored.createdAt()).isEqualTo(ManualClock.START);
        assertThat(stored.promotionReason()).isEmpty();
        assertThat(agent.find(stored.memoryId())).contains(stored);
        assertThat(g1.find(stored.memoryId())).contains(stored);
        assertThat(qq.store("", "").level()).isEqualTo(MemoryLevel.PLATFORM);
        assertThat(g1.store("", "").level()).isEqualTo(MemoryLevel.CHAT);
        assertThat(g1.store("", "").context().toString()).isEqualTo("acme/bot/qq/g1");
    }

    @Test
    void aScopeSeesWhatIsInsideItAndWhatItIsInside() {
        seed();

        assertThat(titles(g1.list(10))).containsExactly("acme/bot/qq/g1", "acme/bot/qq", "acme/bot");
        assertThat(titles(discordG1.list(10))).containsExactly("acme/bot/discord/g1", "acme/bot/discord", "acme/bot");
        assertThat(titles(qq.list(10))).containsExactly("acme/bot/qq/g2", "acme/bot/qq/g1", "acme/bot/qq", "acme/bot");
        assertThat(agent.list(10)).hasSize(6);
        assertThat(tenant.list(10))
                .hasSize(7)
                .noneMatch(memory -> memory.title().startsWith("ACME"));
        assertThat(titles(otherTenant.list(10))).containsExactly("ACME/bot");
        assertThat(List.of(g1.count(), qq.count(), agent.count(), tenant.count()))
                .containsExactly(3L, 4L, 6L, 7L);
    }

    @Test
    void memoriesAreListedByLevelAndTheNewestComeFirst() {
        seed();

        assertThat(titles(agent.list(MemoryLevel.CHAT, 10)))
                .containsExactly("acme/bot/discord/g1", "acme/bot/qq/g2", "acme/bot/qq/g1");
        assertThat(titles(g1.list(MemoryLevel.AGENT, 10))).containsExactly("acme/bot");
        assertThat(titles(agent.list(MemoryLevel.PLATFORM, 1))).containsExactly("acme/bot/discord");
        assertThat(titles(agent.search("CONTENT", 1))).containsExactly("acme/bot/discord/g1");
    }

    @Test
    void aMemoryIsNotFoundFromAsideByItsId() {
        String memoryId = g1.store("secret", "of g1").memoryId();

        for (MemoryQueries aside : List.of(g2, discord, discordG1, helper, otherTenant)) {
            assertThat(aside.find(memoryId)).isEmpty();
            assertThat(aside.forget(memoryId)).isFalse();
        }
        assertThat(g1.find(memoryId)).isPresent();
        assertThat(agent.find(memoryId)).isPresent();
    }

    @Test
    void aMemoryIsForgottenFromItsOwnLevelOrAWiderOne() {
        String ofAgent = agent.store("a", "").memoryId();
        String ofPlatform = qq.store("p", "").memoryId();
        String ofChat = g1.store("c", "").memoryId();

        assertThat(g1.forget(ofAgent)).isFalse();
        assertThat(qq.forget(ofAgent)).isFalse();
        assertThat(g1.forget(ofPlatform)).isFalse();
        assertThat(titles(g1.list(10))).containsExactlyInAnyOrder("a", "p", "c");

        assertThat(qq.forget(ofChat)).isTrue();
        assertThat(qq.forget(ofPlatform)).isTrue();
        assertThat(agent.forget(ofAgent)).isTrue();
        assertThat(agent.forget(ofAgent)).isFalse();
        assertThat(tenant.count()).isZero();
    }

    @Test
    void titlesAndContentsAreBounded() {
        assertThat(g1.store("题".repeat(255), "").title()).hasSize(255);
        assertThat(g1.store("", "长".repeat(1_000_000)).content()).hasSize(1_000_000);

        assertThatThrownBy(() -> g1.store("x".repeat(256), "")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> g1.store("", "x".repeat(1_000_001))).isInstanceOf(IllegalArgumentException.class);
    }
}
