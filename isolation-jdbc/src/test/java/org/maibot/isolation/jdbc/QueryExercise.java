package org.maibot.isolation.jdbc;

import static org.maibot.isolation.jdbc.Samples.NOON;
import static org.maibot.isolation.jdbc.Samples.message;

import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.query.IsolatedQueryManager;
import org.maibot.isolation.query.MemoryLevel;
import org.maibot.isolation.query.MessageCursor;
import org.maibot.isolation.query.Usage;

/**
 * A use of one method of the query managers in a {@link CrowdedDatabase}.
 *
 * @param levels where the method is allowed
 * @param code uses it, and returns what it gave
 */
record QueryExercise(Set<Dimension> levels, Function<IsolatedQueryManager, ?> code) {
    /** An exercise of each method, by its name and the types of its parameters. */
    static final Map<String, QueryExercise> ALL = new TreeMap<>();

    private static final Instant LATER = NOON.plusSeconds(1_000);
    private static final List<String> CHAT_MEMORIES =
            List.of("chat-qq-g1", "chat-qq-g2", "chat-discord-g1", "chat-%-g_");
    private static final List<String> WIDER_MEMORIES = List.of("agent", "platform-qq", "platform-discord");

    static {
        anywhere("IsolatedQueryManager.context()", IsolatedQueryManager::context);
        anywhere("IsolatedQueryManager.messages()", q -> q.messages().history(100));
        anywhere("IsolatedQueryManager.chatStreams()", q -> q.chatStreams().list(100));
        anywhere("IsolatedQueryManager.memories()", q -> q.memories().list(100));
        anywhere("IsolatedQueryManager.usage()", q -> q.usage().total(NOON, LATER));
        anywhere("IsolatedQueryManager.agents()", q -> q.agents().list(100));
        anywhere("IsolatedQueryManager.tenantOverview()", IsolatedQueryManager::tenantOverview);

        inChats(
                "MessageQueries.append(Message)",
                q -> each(
                        List.of("m-1", "only-theirs", "new"), id -> q.messages().append(message(id))));
        inChats(
                "MessageQueries.appendAll(List)",
                q -> q.messages()
                        .appendAll(List.of(message("m-1"), message("only-theirs"), message("new"), message("new"))));
        inChats("MessageQueries.find(String)", q -> each(List.of("m-1", "only-theirs"), q.messages()::find));
        anywhere("MessageQueries.history(int)", q -> q.messages().history(1_000));
        anywhere("MessageQueries.after(MessageCursor,int)", q -> q.messages().after(middle(q), 1_000));
        anywhere("MessageQueries.before(MessageCursor,int)", q -> q.messages().before(middle(q), 1_000));
        anywhere("MessageQueries.recent(int)", q -> q.messages().recent(1_000));
        inChats("MessageQueries.lastAppended(int)", q -> q.messages().lastAppended(1_000));
        anywhere("MessageQueries.search(String,int)", q -> q.messages().search("text", 1_000));
        anywhere(
                "MessageQueries.byUser(String,int)",
                q -> each(List.of("user-1", "user-2"), user -> q.messages().byUser(user, 1_000)));
        anywhere("MessageQueries.count()", q -> q.messages().count());

        inChats("ChatStreamQueries.getOrCreate()", q -> q.chatStreams().getOrCreate());
        inChats("ChatStreamQueries.getOrCreate(String)", q -> q.chatStreams().getOrCreate("renamed"));
        inChats("ChatStreamQueries.find()", q -> q.chatStreams().find());
        anywhere("ChatStreamQueries.list(int)", q -> q.chatStreams().list(1_000));
        anywhere(
                "ChatStreamQueries.listAfter(ChatStream,int)",
                q -> q.chatStreams().listAfter(q.chatStreams().list(1).get(0), 1_000));
        anywhere("ChatStreamQueries.active(Instant,int)", q -> q.chatStreams().active(Instant.EPOCH, 1_000));
        anywhere(
                "ChatStreamQueries.byUser(String,int)",
                q -> each(List.of("user-1", "user-2"), user -> q.chatStreams().byUser(user, 1_000)));
        anywhere("ChatStreamQueries.count()", q -> q.chatStreams().count());

        inAgents("MemoryQueries.store(String,String)", q -> q.memories().store("new title", "new content"));
        inAgents(
                "MemoryQueries.find(String)",
                q -> List.of(each(CHAT_MEMORIES, q.memories()::find), each(WIDER_MEMORIES, q.memories()::find)));
        anywhere("MemoryQueries.list(int)", q -> q.memories().list(1_000));
        anywhere(
                "MemoryQueries.list(MemoryLevel,int)",
                q -> each(
                        Arrays.asList(MemoryLevel.values()),
                        level -> q.memories().list(level, 1_000)));
        anywhere(
                "MemoryQueries.search(String,int)",
                q -> each(List.of("title", "content"), text -> q.memories().search(text, 1_000)));
        at(
                EnumSet.of(Dimension.AGENT, Dimension.PLATFORM),
                "MemoryQueries.promote(String,MemoryLevel,String)",
                q -> each(CHAT_MEMORIES, id -> q.memories().promote(id, widest(q), "a reason")));
        inAgents(
                "MemoryQueries.forget(String)",
                q -> List.of(each(CHAT_MEMORIES, q.memories()::forget), each(WIDER_MEMORIES, q.memories()::forget)));
        anywhere("MemoryQueries.count()", q -> q.memories().count());

        inAgents("UsageQueries.record(Usage)", q -> {
            q.usage().record(new Usage("new model", NOON, 5, 5));
            return q.usage().total(NOON, LATER);
        });
        anywhere("UsageQueries.total(Instant,Instant)", q -> q.usage().total(NOON, LATER));
        anywhere("UsageQueries.perDay(Instant,Instant)", q -> q.usage().perDay(NOON, LATER));
        anywhere("UsageQueries.perModel(Instant,Instant)", q -> q.usage().perModel(NOON, LATER));
        anywhere("UsageQueries.perPlatform(Instant,Instant)", q -> q.usage().perPlatform(NOON, LATER));

        inAgents("AgentQueries.getOrCreate()", q -> q.agents().getOrCreate());
        inAgents("AgentQueries.getOrCreate(String)", q -> q.agents().getOrCreate("renamed"));
        inAgents("AgentQueries.find()", q -> q.agents().find());
        anywhere("AgentQueries.list(int)", q -> q.agents().list(1_000));
        anywhere(
                "AgentQueries.listAfter(Agent,int)",
                q -> q.agents().listAfter(q.agents().list(1).get(0), 1_000));
        anywhere("AgentQueries.count()", q -> q.agents().count());
    }

    private static void anywhere(String method, Function<IsolatedQueryManager, ?> code) {
        at(EnumSet.allOf(Dimension.class), method, code);
    }

    private static void inAgents(String method, Function<IsolatedQueryManager, ?> code) {
        at(EnumSet.range(Dimension.AGENT, Dimension.CHAT_STREAM), method, code);
    }

    private static void inChats(String method, Function<IsolatedQueryManager, ?> code) {
        at(EnumSet.of(Dimension.CHAT_STREAM), method, code);
    }

    private static void at(Set<Dimension> levels, String method, Function<IsolatedQueryManager, ?> code) {
        ALL.put(method, new QueryExercise(levels, code));
    }

    private static <T, R> List<R> each(List<T> arguments, Function<T, R> code) {
        return arguments.stream().map(code).toList();
    }

    private static MessageCursor middle(IsolatedQueryManager q) {
        return q.messages().history(2).last().orElseThrow();
    }

    private static MemoryLevel widest(IsolatedQueryManager q) {
        return q.context().fixes(Dimension.PLATFORM) ? MemoryLevel.PLATFORM : MemoryLevel.AGENT;
    }
}
