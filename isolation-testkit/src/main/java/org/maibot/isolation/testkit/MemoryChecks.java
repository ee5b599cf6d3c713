package org.maibot.isolation.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maibot.isolation.query.IsolatedQueryManager.MAX_LIMIT;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.query.Memory;
import org.maibot.isolation.query.MemoryLevel;
import org.maibot.isolation.query.MemoryQueries;
import org.maibot.isolation.testkit.HostileContexts.Pair;

/** What {@link IsolatedQueryManagerContract} asks of memories. */
record MemoryChecks(ScopedQueries queries) {
    /** The scopes that own a memory: agents, their platforms, and chat streams. */
    private static final List<IsolationContext> OWNERS = Stream.of(MemoryLevel.values())
            .flatMap(level -> HostileContexts.at(level.dimension()).stream())
            .toList();

    private MemoryQueries memories(IsolationContext context) throws Exception {
        return queries.of(context).memories();
    }

    /** A memory of the same title for every owner. */
    private Map<IsolationContext, Memory> fill() throws Exception {
        Map<IsolationContext, Memory> memories = new HashMap<>();
        for (IsolationContext owner : OWNERS) {
            Memory memory = memories(owner).store("title", "content of " + OWNERS.indexOf(owner));
            assertThat(memory.context())
                    .as("the owner of what %s has stored", owner)
                    .isEqualTo(owner);
            memories.put(owner, memory);
        }
        return memories;
    }

    /** A memory is seen from inside its owner, and from around it. */
    private static List<IsolationContext> seenBy(IsolationContext context) {
        return OWNERS.stream()
                .filter(owner -> owner.contains(context) || context.contains(owner))
                .toList();
    }

    void lists() throws Exception {
        fill();
        for (Dimension level : Dimension.values()) {
            for (IsolationContext context : HostileContexts.at(level)) {
                List<Memory> byLevel = new ArrayList<>();
                for (MemoryLevel of : MemoryLevel.values()) {
                    byLevel.addAll(memories(context).list(of, MAX_LIMIT));
                }
                for (List<Memory> seen : List.of(
                        memories(context).list(MAX_LIMIT), memories(context).search("content", MAX_LIMIT), byLevel)) {
                    assertThat(seen)
                            .as("the owners of the memories that %s sees", context)
                            .extracting(Memory::context)
                            .containsExactlyInAnyOrderElementsOf(seenBy(context));
                }
            }
        }
    }

    void counts() throws Exception {
        fill();
        for (Dimension level : Dimension.values()) {
            for (IsolationContext context : HostileContexts.at(level)) {
                assertThat(memories(context).count())
                        .as("the number of memories that %s sees", context)
                        .isEqualTo(seenBy(context).size());
            }
        }
    }

    void byId() throws Exception {
        Map<IsolationContext, Memory> memories = fill();
        for (Pair pair : HostileContexts.pairs()) {
            for (MemoryLevel level : MemoryLevel.values()) {
                IsolationContext one = HostileContexts.widened(pair.one(), level.dimension());
                IsolationContext other = HostileContexts.widened(pair.other(), level.dimension());
                String id = memory(memories, other).memoryId();
                assertThat(memories(one).find(id).isPresent())
                        .as("whether %s finds a memory of %s", one, other)
                        .isEqualTo(one.equals(other));
            }
        }
    }

    private static Memory memory(Map<IsolationContext, Memory> memories, IsolationContext owner) {
        return Optional.ofNullable(memories.get(owner)).orElseThrow();
    }

    /** What others may not remove or promote is as it was. */
    void foreignWrites() throws Exception {
        Map<IsolationContext, Memory> memories = fill();
        for (Pair pair : HostileContexts.pairs()) {
            String id = memory(memories, pair.other()).memoryId();
            assertThat(memories(pair.one()).forget(id))
                    .as("whether %s has removed a memory of %s", pair.one(), pair.other())
                    .isFalse();
            IsolationContext agent = HostileContexts.widened(pair.one(), Dimension.AGENT);
            if (!agent.contains(pair.other())) {
                assertThat(memories(agent).promote(id, MemoryLevel.AGENT, "a reason"))
                        .as("what %s has promoted of %s", agent, pair.other())
                        .isEmpty();
            }
            assertThat(memories(pair.other()).find(id)).contains(memory(memories, pair.other()));
        }
    }

    void widerMemories() throws Exception {
        IsolationContext chat = HostileContexts.all().get(0);
        for (Dimension level : List.of(Dimension.AGENT, Dimension.PLATFORM)) {
            IsolationContext owner = HostileContexts.widened(chat, level);
            String id = memories(owner).store("title", "content").memoryId();
            assertThat(memories(chat).find(id))
                    .as("a memory of %s, seen from inside", owner)
                    .isPresent();
            assertThat(memories(chat).forget(id))
                    .as("whether %s has removed a memory of %s", chat, owner)
                    .isFalse();
            assertThat(memories(owner).forget(id))
                    .as("whether %s has removed its own", owner)
                    .isTrue();
            assertThat(memories(chat).find(id))
                    .as("a memory that %s has removed", owner)
                    .isEmpty();
        }
    }

    void promotions() throws Exception {
        IsolationContext chat = HostileContexts.all().get(0);
        IsolationContext agent = HostileContexts.widened(chat, Dimension.AGENT);
        String id = memories(chat).store("title", "content").memoryId();
        assertThat(memories(agent).promote(id, MemoryLevel.AGENT, "a reason"))
                .hasValueSatisfying(promoted -> assertThat(promoted.context()).isEqualTo(agent));
        for (IsolationContext other : HostileContexts.all()) {
            assertThat(memories(other).find(id).isPresent())
                    .as("whether %s sees what was promoted to %s", other, agent)
                    .isEqualTo(agent.contains(other));
        }
    }
}
