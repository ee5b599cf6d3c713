package org.maibot.isolation.jdbc;

import static org.maibot.isolation.jdbc.CanonicalSchema.MEMORY_CHEST;
import static org.maibot.isolation.jdbc.CanonicalSchema.MEMORY_ID;
import static org.maibot.isolation.jdbc.CanonicalSchema.TITLE;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;
import org.jooq.Record;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.query.IsolatedQueryManager;
import org.maibot.isolation.query.Message;
import org.maibot.isolation.query.Usage;

/**
 * A canonical schema full of scopes whose ids are easily confused and whose messages, users and memories have the same
 * ids. Every text in it bears the mark of its owner, and nothing else does.
 */
final class CrowdedDatabase {
    /** Joined by a colon, many of these are the same. */
    private static final List<List<String>> STREAMS = List.of(
            List.of("acme:eu", "bot", "qq", "g1"),
            List.of("acme:eu", "bot", "qq", "g2"),
            List.of("acme:eu", "bot", "discord", "g1"),
            List.of("acme:eu", "helper", "qq", "g1"),
            List.of("acme", "eu:bot", "qq", "g1"),
            List.of("acme", "bot", "qq", "g1"),
            List.of("acme:eu:bot", "qq", "g1", "g1"),
            List.of("ACME:EU", "bot", "qq", "g1"),
            List.of("acme:__", "bot", "%", "g_"),
            List.of("acme:eu' or '1'='1", "bot", "qq", "g1"));

    /** Each after those that it refers to. */
    private static final List<String> TABLES =
            List.of("tenants", "agents", "chat_streams", "messages", "memory_chest", "llm_usage", "agent_templates");

    /** The scopes that have rows, at all levels. */
    static final List<IsolationContext> SCOPES = STREAMS.stream()
            .flatMap(stream -> IntStream.rangeClosed(1, 4).mapToObj(level -> stream.subList(0, level)))
            .map(TestRuntime::context)
            .distinct()
            .toList();

    private CrowdedDatabase() {}

    /** What no text has that is not of this scope. */
    static String mark(IsolationContext scope) {
        return "‹" + SCOPES.indexOf(scope) + "›";
    }

    static void seed(TestRuntime runtime) {
        SCOPES.forEach(scope -> {
            IsolatedQueryManager queries = runtime.isolation().queries(scope);
            switch (scope.level()) {
                case TENANT -> {}
                case AGENT -> seedAgent(runtime, queries);
                case PLATFORM -> seedMemory(runtime, queries, "platform-" + id(scope.platform()));
                case CHAT_STREAM -> seedStream(runtime, queries);
            }
        });
        runtime.system().execute("insert into agent_templates values ('t', 'name', null, 'persona', 0)");
    }

    private static String id(Optional<String> id) {
        return id.orElseThrow();
    }

    private static void seedAgent(TestRuntime runtime, IsolatedQueryManager agent) {
        agent.agents().getOrCreate("agent " + mark(agent.context()));
        seedMemory(runtime, agent, "agent");
    }

    private static void seedMemory(TestRuntime runtime, IsolatedQueryManager owner, String memoryId) {
        String title = "title " + mark(owner.context());
        owner.memories().store(title, "content " + mark(owner.context()));
        runtime.system()
                .update(MEMORY_CHEST)
                .set(MEMORY_ID, memoryId)
                .where(TITLE.eq(title))
                .execute();
        owner.usage().record(new Usage("model " + mark(owner.context()), Samples.NOON, 10, 1));
    }

    private static void seedStream(TestRuntime runtime, IsolatedQueryManager stream) {
        String mark = mark(stream.context());
        stream.chatStreams().getOrCreate("stream " + mark);
        List<Message> messages = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            messages.add(Samples.by("user-1", "m-" + i, Samples.NOON.plusSeconds(i)));
        }
        messages.replaceAll(message ->
                new Message(message.messageId(), message.userId(), message.role(), message.time(), "text " + mark));
        if (!stream.context().toString().equals("acme:eu/bot/qq/g1")) {
            messages.add(new Message(
                    "only-theirs", "user-2", Message.Role.USER, Samples.NOON.plusSeconds(4), "text " + mark));
        }
        stream.messages().appendAll(messages);
        seedMemory(
                runtime,
                stream,
                "chat-" + id(stream.context().platform()) + "-"
                        + id(stream.context().chatStreamId()));
    }

    /** Makes a database hold what another does. */
    static void copyAll(TestRuntime from, TestRuntime to) {
        copy(from, to, (table, row) -> true);
    }

    /** Makes a database hold what a context sees of another. */
    static void copyWhatIsVisible(IsolationContext context, TestRuntime from, TestRuntime to) {
        copy(from, to, (table, row) -> isVisible(row, context, table.equals("memory_chest")));
    }

    private static void copy(TestRuntime from, TestRuntime to, BiPredicate<String, Record> which) {
        for (int i = TABLES.size() - 1; i >= 0; i--) {
            to.system().execute("delete from " + TABLES.get(i));
        }
        for (String table : TABLES) {
            Object[][] rows = from.system().fetch("select * from " + table).stream()
                    .filter(row -> which.test(table, row))
                    .map(Record::intoArray)
                    .toArray(Object[][]::new);
            if (rows.length > 0) {
                String marks = "?, ".repeat(rows[0].length - 1) + "?";
                to.system()
                        .batch("insert into " + table + " values (" + marks + ")", rows)
                        .execute();
            }
        }
    }

    private static boolean isVisible(Record row, IsolationContext context, boolean nullIsWider) {
        return Arrays.stream(Dimension.values())
                .filter(dimension -> context.fixes(dimension) && row.indexOf(dimension.columnName()) >= 0)
                .allMatch(dimension -> {
                    Object value = row.get(dimension.columnName());
                    return value == null
                            ? nullIsWider
                            : value.equals(context.id(dimension).orElseThrow());
                });
    }
}
