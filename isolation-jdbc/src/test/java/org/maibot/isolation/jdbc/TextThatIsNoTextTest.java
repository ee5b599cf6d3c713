package org.maibot.isolation.jdbc;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.maibot.isolation.jdbc.Samples.NOON;
import static org.maibot.isolation.jdbc.Samples.by;

import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.maibot.isolation.query.IsolatedQueryManager;
import org.maibot.isolation.query.MemoryLevel;

/** Half a surrogate pair, which a driver turns into a question mark, and U+0000, at which one may stop reading. */
class TextThatIsNoTextTest {
    private static final Map<String, BiConsumer<IsolatedQueryManager, String>> USES = Map.of(
            "messages.find", (queries, text) -> queries.messages().find(text),
            "messages.byUser", (queries, text) -> queries.messages().byUser(text, 10),
            "messages.search", (queries, text) -> queries.messages().search(text, 10),
            "chatStreams.name", (queries, text) -> queries.chatStreams().getOrCreate(text),
            "chatStreams.byUser", (queries, text) -> queries.chatStreams().byUser(text, 10),
            "memories.title", (queries, text) -> queries.memories().store(text, "content"),
            "memories.content", (queries, text) -> queries.memories().store("title", text),
            "memories.find", (queries, text) -> queries.memories().find(text),
            "memories.search", (queries, text) -> queries.memories().search(text, 10),
            "agents.name", (queries, text) -> queries.agents().getOrCreate(text));

    @AutoClose
    private final TestRuntime runtime = new TestRuntime();

    private final IsolatedQueryManager stream = runtime.queries("acme", "bot", "qq", "g1");

    /** What a question mark would be confused with. */
    @BeforeEach
    void seed() {
        stream.messages().append(by("?", "?", NOON));
        stream.memories().store("?", "?");
    }

    static List<Named<String>> texts() {
        return List.of("\ud83d", "\ude00", "a\ud83d", "\ude00\ud83d", "\u0000", "a\u0000b").stream()
                .map(text -> Named.of(printable(text), text))
                .toList();
    }

    private static String printable(String text) {
        return text.chars().mapToObj(c -> String.format("U+%04X", c)).collect(joining(" "));
    }

    static List<Arguments> uses() {
        return texts().stream()
                .flatMap(text -> USES.keySet().stream().map(use -> Arguments.of(use, text)))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("uses")
    void isNotTaken(String use, String text) {
        DatabaseDump before = DatabaseDump.of(runtime.system());

        assertThatThrownBy(() -> requireNonNull(USES.get(use)).accept(stream, text))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(DatabaseDump.of(runtime.system())).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("texts")
    void isNoReasonToPromote(String text) {
        String memoryId = stream.memories().list(1).get(0).memoryId();

        assertThatThrownBy(() ->
                        runtime.queries("acme", "bot").memories().promote(memoryId, MemoryLevel.AGENT, "why " + text))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(stream.memories().list(MemoryLevel.CHAT, 1)).hasSize(1);
    }
}
