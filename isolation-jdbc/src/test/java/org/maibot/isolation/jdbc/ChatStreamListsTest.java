package org.maibot.isolation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maibot.isolation.jdbc.Samples.by;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.maibot.isolation.ViolationReason;
import org.maibot.isolation.query.ChatStream;
import org.maibot.isolation.query.ChatStreamQueries;
import org.maibot.isolation.query.IsolatedQueryManager;

/** Chat streams are listed page by page, and by the users who wrote in them. */
@Tag("everyDatabase")
class ChatStreamListsTest {
    @AutoClose
    private final TestRuntime runtime = new TestRuntime();

    private final IsolatedQueryManager g1 = runtime.queries("acme", "bot", "qq", "g1");
    private final ChatStreamQueries stream = g1.chatStreams();

    private static List<String> texts(List<ChatStream> streams) {
        return streams.stream().map(found -> found.context().toString()).toList();
    }

    private void seed() {
        stream.getOrCreate();
        for (String[] ids : new String[][] {
            {"acme", "bot", "qq", "g2"},
            {"acme", "bot", "qq", "G1"},
            {"acme", "bot", "discord", "g1"},
            {"acme", "bot", "discord", "g2"},
            {"acme", "helper", "qq", "g1"},
            {"ACME", "bot", "qq", "g1"}
        }) {
            runtime.queries(ids).chatStreams().getOrCreate();
        }
    }

    @ParameterizedTest
    @CsvSource({"acme, 6", "acme/bot, 5", "acme/bot/qq, 3", "acme/bot/qq/g1, 1"})
    void areListedPageByPageInOrder(String scope, int count) {
        seed();
        ChatStreamQueries streams = runtime.queries(scope.split("/", -1)).chatStreams();
        List<ChatStream> whole = streams.list(100);
        assertThat(texts(whole)).hasSize(count).isSorted();
        assertThat(streams.count()).isEqualTo(count);

        for (int size = 1; size <= 3; size++) {
            List<ChatStream> read = new ArrayList<>();
            for (List<ChatStream> page = streams.list(size);
                    !page.isEmpty();
                    page = streams.listAfter(read.get(read.size() - 1), size)) {
                assertThat(page).hasSizeLessThanOrEqualTo(size);
                assertThat(read).hasSizeLessThan(count);
                read.addAll(page);
            }
            assertThat(read).isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"acme/helper/qq/g1", "ACME/bot/qq/g1"})
    void oneOfAnotherScopeIsNoPlaceToGoOnFrom(String foreign) {
        ChatStream other = runtime.queries(foreign.split("/", -1)).chatStreams().getOrCreate();

        Refused.because(
                ViolationReason.FOREIGN_SCOPE,
                () -> runtime.queries("acme", "bot").chatStreams().listAfter(other, 10));
        Refused.because(ViolationReason.FOREIGN_SCOPE, () -> stream.listAfter(other, 10));
    }

    @Test
    void aUserIsFoundWhereTheyWrote() {
        seed();
        g1.messages().appendAll(List.of(by("ann", "1"), by("bob", "2")));
        runtime.queries("acme", "bot", "qq", "g2").messages().append(by("bob", "1"));
        runtime.queries("acme", "helper", "qq", "g1").messages().append(by("ann", "1"));
        runtime.queries("ACME", "bot", "qq", "g1").messages().append(by("ann", "1"));

        assertThat(texts(runtime.queries("acme").chatStreams().byUser("ann", 10)))
                .containsExactly("acme/bot/qq/g1", "acme/helper/qq/g1");
        assertThat(texts(runtime.queries("acme", "bot").chatStreams().byUser("bob", 10)))
                .containsExactly("acme/bot/qq/g1", "acme/bot/qq/g2");
        assertThat(texts(runtime.queries("acme", "bot", "qq").chatStreams().byUser("bob", 1)))
                .containsExactly("acme/bot/qq/g1");
        assertThat(texts(stream.byUser("ann", 10))).containsExactly("acme/bot/qq/g1");
        assertThat(stream.byUser("Ann", 10)).isEmpty();
    }
}
