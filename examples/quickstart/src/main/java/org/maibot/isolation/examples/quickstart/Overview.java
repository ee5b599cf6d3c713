package org.maibot.isolation.examples.quickstart;

import static org.maibot.isolation.examples.quickstart.CanonicalTables.AGENT_ID;
import static org.maibot.isolation.examples.quickstart.CanonicalTables.CHAT_STREAMS;
import static org.maibot.isolation.examples.quickstart.CanonicalTables.CHAT_STREAM_ID;
import static org.maibot.isolation.examples.quickstart.CanonicalTables.MESSAGES;
import static org.maibot.isolation.examples.quickstart.CanonicalTables.PLATFORM;
import static org.maibot.isolation.examples.quickstart.CanonicalTables.TENANT_ID;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jooq.DSLContext;
import org.jooq.Records;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.Isolation;

/**
 * All chat streams, ordered by their ids, and what each of them sees.
 *
 * @param streams the chat streams
 */
record Overview(List<StreamCount> streams) {

    /**
     * Lists the chat streams by operator's work, and then counts the messages of each one in its own context.
     *
     * @param operator sees all tenants
     * @throws BrokenIsolationException if the counts do not add up to what the table holds
     */
    static Overview of(Isolation isolation, DSLContext operator) {
        long before = operator.fetchCount(MESSAGES);
        Overview overview = new Overview(streams(isolation, operator).stream()
                .map(stream -> new StreamCount(
                        stream, isolation.queries(stream).messages().count()))
                .toList());
        overview.requireSum(before, operator.fetchCount(MESSAGES));
        return overview;
    }

    private static List<IsolationContext> streams(Isolation isolation, DSLContext operator) {
        return operator.select(TENANT_ID, AGENT_ID, PLATFORM, CHAT_STREAM_ID)
                .from(CHAT_STREAMS)
                .orderBy(TENANT_ID, AGENT_ID, PLATFORM, CHAT_STREAM_ID)
                .fetch(Records.mapping((tenant, agent, platform, chat) ->
                        isolation.createIsolationContext(tenant, agent, platform, chat)));
    }

    /** Another program may add messages meanwhile, so the sum is compared with the table before and after. */
    private void requireSum(long before, long after) {
        if (messages() < before || messages() > after) {
            throw new BrokenIsolationException("The chat streams see " + messages()
                    + " messages together, but the table holds " + before + (before == after ? "" : " to " + after));
        }
    }

    /** How many messages all chat streams see together. */
    long messages() {
        return streams.stream().mapToLong(StreamCount::messages).sum();
    }

    /** How many tenants or agents have a chat stream; an agent counts once for each of its tenants. */
    long count(Dimension level) {
        return platforms().keySet().stream()
                .filter(scope -> scope.level() == level)
                .count();
    }

    /** The platforms of each tenant and of each agent, every tenant followed by its agents. */
    Map<IsolationContext, Set<String>> platforms() {
        Map<IsolationContext, Set<String>> platforms = new LinkedHashMap<>();
        for (StreamCount stream : streams) {
            IsolationContext tenant = IsolationContext.of(stream.tenantId());
            IsolationContext agent = IsolationContext.of(stream.tenantId(), stream.agentId());
            platforms.computeIfAbsent(tenant, key -> new TreeSet<>()).add(stream.platform());
            platforms.computeIfAbsent(agent, key -> new TreeSet<>()).add(stream.platform());
        }
        return platforms;
    }
}
