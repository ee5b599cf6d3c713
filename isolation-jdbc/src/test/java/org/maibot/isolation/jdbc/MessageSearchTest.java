package org.maibot.isolation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.maibot.isolation.jdbc.Samples.NOON;
import static org.maibot.isolation.jdbc.Samples.message;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.maibot.isolation.query.IsolatedQueryManager;
import org.maibot.isolation.query.StoredMessage;

/** A search finds the messages and the memories that contain the text, character by character. */
@Tag("everyDatabase")
class MessageSearchTest {
    private static final List<String> TEXTS = List.of(
            "",
            "100%",
            "100 percent",
            "a_b",
            "axb",
            "wow!",
            "!%",
            "back\\slash",
            "it's",
            "say \"hi\"",
            "`tick`",
            "今天天气很好",
            "今天 天气",
            "😀😃",
            "👨‍👩‍👧",
            "Stra\u00dfe \u00c9t\u00e9",
            "HELLO World",
            "[a-z]* ?",
            "line\nbreak",
            "tab\tstop",
            "${x} :p ?1 $1 @p",
            "x' or '1'='1");

    private static TestRuntime runtime;
    private static IsolatedQueryManager stream;

    @BeforeAll
    static void seed() {
        runtime = new TestRuntime();
        stream = runtime.queries("acme", "bot", "qq", "g1");
        IsolatedQueryManager other = runtime.queries("acme", "bot", "qq", "g2");
        for (int i = 0; i < TEXTS.size(); i++) {
            stream.messages().append(message("m-" + i, NOON.plusSeconds(i), TEXTS.get(i)));
            other.messages().append(message("m-" + i, NOON.plusSeconds(i), TEXTS.get(i)));
            stream.memories().store("title " + i, TEXTS.get(i));
            stream.memories().store(TEXTS.get(i), "content " + i);
        }
    }

    @AfterAll
    static void close() {
        runtime.close();
    }

    /** The given text in lower case as far as it is ASCII. */
    private static String folded(String text) {
        StringBuilder folded = new StringBuilder();
        text.chars().forEach(c -> folded.append((char) (c >= 'A' && c <= 'Z' ? c + 32 : c)));
        return folded.toString();
    }

    private static List<String> textsWith(String needle) {
        return TEXTS.stream()
                .filter(text -> folded(text).contains(folded(needle)))
                .toList();
    }

    static List<String> needles() {
        return List.of(
                ("%|_|%%|a_b|!|!%|!!|\\|\\\\|'|''|\"|`|天气|天|今天 |😀|😃|👩|\u200d|\u00df|ss|\u00c9|\u00e9|hello|WORLD|o w"
                                + "|[a-z]|*|?|\n|\t|${x}|:p|?1| |0%|x' or '1'='1|nowhere|e")
                        .split("\\|", -1));
    }

    @ParameterizedTest
    @MethodSource("needles")
    void whatContainsTheTextIsFound(String needle) {
        List<String> expected = textsWith(needle);

        assertThat(stream.messages().search(needle, 100).messages())
                .extracting(StoredMessage::text)
                .isEqualTo(expected);
        assertThat(stream.memories().search(needle, 100).stream()
                        .filter(memory -> TEXTS.contains(memory.content())
                                && folded(memory.content()).contains(folded(needle)))
                        .count())
                .isEqualTo(expected.size());
        assertThat(stream.memories().search(needle, 100))
                .allMatch(memory ->
                        folded(memory.title() + "\u0000" + memory.content()).contains(folded(needle)));
    }

    @Test
    void titlesAreSearchedToo() {
        assertThat(stream.memories().search("天气很好", 100)).hasSize(2);
    }

    @Test
    void everyScopeSearchesItsOwn() {
        assertThat(runtime.queries("acme", "bot", "qq")
                        .messages()
                        .search("100%", 100)
                        .messages())
                .extracting(stored -> stored.context().chatStreamId().orElseThrow())
                .containsExactly("g1", "g2");
        assertThat(runtime.queries("acme", "bot", "qq", "g3")
                        .messages()
                        .search("100%", 100)
                        .messages())
                .isEmpty();
    }

    @Test
    void anEmptyTextIsNotSearchedFor() {
        assertThatThrownBy(() -> stream.messages().search("", 10)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> stream.memories().search("", 10)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aLongTextIsSearchedFor() {
        String needle = "很长的文字".repeat(2_000);
        IsolatedQueryManager other = runtime.queries("acme", "bot", "qq", "long");
        other.messages().append(message("m-1", NOON, "<" + needle + ">"));

        assertThat(other.messages().search(needle, 10).messages()).hasSize(1);
        assertThat(other.messages().search(needle + "!", 10).messages()).isEmpty();
    }
}
