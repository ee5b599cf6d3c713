package org.maibot.isolation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maibot.isolation.jdbc.InboxNode.arrival;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.MessageInbox.Arrival;
import org.maibot.isolation.jdbc.MessageInbox.Entry;
import org.maibot.isolation.jdbc.MessageInbox.Receipt;
import org.maibot.isolation.query.StoredMessage;

/**
 * Many threads of several processes accept messages, each message twice, and handle them, while processes are taken for dead
 * now and then: every message is completed once and stored once.
 */
class InboxUnderLoadTest {
    private static final int STREAMS = 200;
    private static final int EACH = 12;
    private static final int THREADS = 3;
    private static final int BATCH = 16;

    private final List<IsolationContext> streams = new ArrayList<>();
    private final AtomicInteger accepting = new AtomicInteger();
    private final AtomicInteger accepted = new AtomicInteger();
    /** The process that completed the entry at a position of a stream. */
    private final Map<IsolationContext, Map<Long, InboxNode>> completed = new ConcurrentHashMap<>();

    private final Map<InboxNode, Set<IsolationContext>> held = new ConcurrentHashMap<>();

    InboxUnderLoadTest() {
        for (int i = 0; i < STREAMS; i++) {
            streams.add(IsolationContext.of("tenant-" + i % 7, "bot", "qq", "g" + i));
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyMessageIsHandledOnce(TestDatabase kind) throws Exception {
        try (FreshDatabase database = kind.fresh()) {
            List<InboxNode> nodes = new ArrayList<>();
            nodes.add(new InboxNode(database));
            if (kind != TestDatabase.SQLITE) {
                nodes.add(new InboxNode(database));
            }
            Concurrently.call(tasks(nodes));
            assertEverythingIsStoredOnce(nodes.get(0));
            nodes.forEach(InboxNode::close);
        }
    }

    private List<Callable<Integer>> tasks(List<InboxNode> nodes) {
        List<Callable<Integer>> tasks = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            int number = thread;
            accepting.addAndGet(nodes.size());
            nodes.forEach(node -> tasks.add(() -> accept(node, number)));
        }
        nodes.forEach(node -> tasks.add(() -> handle(node, nodes.size() > 1)));
        return tasks;
    }

    /** The n-th thread of each process accepts the same messages: one of a stream after the other. */
    private Integer accept(InboxNode node, int thread) {
        Random random = new Random();
        List<Arrival> all = new ArrayList<>();
        for (int i = 0; i < EACH; i++) {
            List<IsolationContext> shuffled = new ArrayList<>(streams);
            Collections.shuffle(shuffled, random);
            for (IsolationContext stream : shuffled) {
                all.add(arrival(stream, "m-" + thread + "-" + i));
            }
        }
        for (int from = 0; from < all.size(); from += BATCH) {
            for (Receipt receipt : node.inbox().accept(all.subList(from, Math.min(all.size(), from + BATCH)))) {
                if (receipt instanceof Receipt.Accepted taken) {
                    held(node).add(taken.entry().stream());
                }
                accepted.addAndGet(receipt instanceof Receipt.Duplicate ? 0 : 1);
            }
        }
        return accepting.decrementAndGet();
    }

    private Set<IsolationContext> held(InboxNode node) {
        return held.computeIfAbsent(node, key -> ConcurrentHashMap.newKeySet());
    }

    /** Handles what a process holds, until nothing is left. */
    private Integer handle(InboxNode node, boolean mayDie) {
        Random random = new Random();
        DSLContext system = node.system();
        int handled = 0;
        while (accepting.get() > 0 || system.fetchCount(CanonicalSchema.INBOX) > 0) {
            if (mayDie && random.nextInt(20) == 0) {
                InboxNode.expireAllBut(system, List.of());
            }
            if (!node.inbox().renew()) {
                held(node).clear();
            }
            held(node).addAll(node.inbox().claim(STREAMS / 4));
            held(node).addAll(node.inbox().awaited());
            assertThat(entriesOfALivingNodeThatHoldsThemNot(system)).isZero();
            handled += handleAll(node);
            node.inbox().release(List.copyOf(held(node)).subList(0, held(node).size() / 4));
            node.inbox().finished();
        }
        return handled;
    }

    private static int entriesOfALivingNodeThatHoldsThemNot(DSLContext system) {
        return system.fetchCount(
                DSL.table("heartflow_inbox entries join chat_streams streams on entries.tenant_id = streams.tenant_id"
                        + " and entries.agent_id = streams.agent_id and entries.platform = streams.platform"
                        + " and entries.chat_stream_id = streams.chat_stream_id"
                        + " join heartflow_nodes nodes on entries.held_by = nodes.node_id"),
                DSL.condition("entries.held_by <> coalesce(streams.lease_node, 0)"));
    }

    private int handleAll(InboxNode node) {
        int handled = 0;
        for (IsolationContext stream : held(node)) {
            List<Entry> entries = node.inbox().entries(stream, 0, BATCH);
            List<Boolean> done = node.complete(entries);
            for (int i = 0; i < done.size(); i++) {
                if (done.get(i)) {
                    handled++;
                    assertThat(positions(stream).put(entries.get(i).position(), node))
                            .isNull();
                }
            }
        }
        return handled;
    }

    private Map<Long, InboxNode> positions(IsolationContext stream) {
        return completed.computeIfAbsent(stream, key -> new ConcurrentHashMap<>());
    }

    private void assertEverythingIsStoredOnce(InboxNode node) {
        assertThat(accepted).hasValue(STREAMS * EACH * THREADS);
        for (IsolationContext stream : streams) {
            List<StoredMessage> history =
                    node.isolation().queries(stream).messages().history(10_000).messages();
            List<String> ids = history.stream().map(StoredMessage::messageId).toList();
            assertThat(ids).hasSize(2 * EACH * THREADS).doesNotHaveDuplicates();
            for (int i = 0; i < ids.size(); i += 2) {
                assertThat(ids.get(i + 1)).isEqualTo("re-" + ids.get(i));
                assertThat(positions(stream)).containsKey(history.get(i).sequence());
            }
            for (int thread = 0; thread < THREADS; thread++) {
                String prefix = "m-" + thread + "-";
                assertThat(ids.stream().filter(id -> id.startsWith(prefix)))
                        .containsExactlyElementsOf(IntStream.range(0, EACH)
                                .mapToObj(i -> prefix + i)
                                .toList());
            }
        }
    }
}
