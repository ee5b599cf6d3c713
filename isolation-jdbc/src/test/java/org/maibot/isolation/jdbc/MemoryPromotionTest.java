package org.maibot.isolation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.maibot.isolation.IsolationEvent.MemoryPromoted;
import org.maibot.isolation.query.IsolatedQueryManager;
import org.maibot.isolation.query.Memory;
import org.maibot.isolation.query.MemoryLevel;

/** Promoting a memory shows it to more chat streams, so it takes the wider level and a reason. */
@Tag("everyDatabase")
class MemoryPromotionTest {
    private static final String WHY = "the user said so everywhere";

    @AutoClose
    private final TestRuntime runtime = new TestRuntime();

    private final IsolatedQueryManager agent = runtime.queries("acme", "bot");
    private final IsolatedQueryManager qq = runtime.queries("acme", "bot", "qq");
    private final IsolatedQueryManager g1 = runtime.queries("acme", "bot", "qq", "g1");
    private final IsolatedQueryManager g2 = runtime.queries("acme", "bot", "qq", "g2");
    private final IsolatedQueryManager discordG1 = runtime.queries("acme", "bot", "discord", "g1");

    private final Memory ofChat = g1.memories().store("title", "content");
    private final String id = ofChat.memoryId();

    @Test
    void aPromotedMemoryIsSeenFromTheWholeOfItsNewLevel() {
        assertThat(g2.memories().find(id)).isEmpty();

        Memory promoted = qq.memories().promote(id, MemoryLevel.PLATFORM, WHY).orElseThrow();

        assertThat(promoted)
                .isEqualTo(new Memory(
                        qq.context(),
                        MemoryLevel.PLATFORM,
                        id,
                        "title",
                        "content",
                        ofChat.createdAt(),
                        promoted.promotionReason()));
        assertThat(promoted.promotionReason()).contains(WHY);
        assertThat(g2.memories().find(id)).contains(promoted);
        assertThat(discordG1.memories().find(id)).isEmpty();
    }

    @Test
    void anAgentPromotesToEachWiderLevel() {
        assertThat(agent.memories().promote(id, MemoryLevel.PLATFORM, WHY).map(Memory::context))
                .contains(qq.context());
        assertThat(agent.memories().promote(id, MemoryLevel.AGENT, "more").map(Memory::context))
                .contains(agent.context());

        assertThat(discordG1.memories().find(id))
                .hasValueSatisfying(
                        memory -> assertThat(memory.promotionReason()).contains("more"));
        assertThat(g1.memories().forget(id)).isFalse();
        assertThat(runtime.queries("acme", "helper").memories().find(id)).isEmpty();
    }

    @Test
    void aPromotionIsReported() {
        agent.memories().promote(id, MemoryLevel.AGENT, WHY);

        assertThat(runtime.events().of(MemoryPromoted.class))
                .containsExactly(new MemoryPromoted(agent.context(), id, WHY));
    }

    @Tag("onSqlite")
    @Test
    void aPromotionThatIsNotStoredIsNotReported() {
        runtime.system()
                .execute("create table deferred_check (memory_id text not null"
                        + " references missing (id) deferrable initially deferred)");
        runtime.system().execute("create table missing (id text primary key)");
        runtime.system()
                .execute("create trigger no_commit after update on memory_chest"
                        + " begin insert into deferred_check values (new.memory_id); end");

        assertThatThrownBy(() -> agent.memories().promote(id, MemoryLevel.AGENT, WHY))
                .isInstanceOf(DataAccessException.class);

        assertThat(g1.memories().find(id)).contains(ofChat);
        assertThat(runtime.events().of(MemoryPromoted.class)).isEmpty();
    }
}
