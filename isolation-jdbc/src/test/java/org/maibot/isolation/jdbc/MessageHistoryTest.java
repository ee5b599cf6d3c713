package org.maibot.isolation.jdbc;

import static java.util.Comparator.comparing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.maibot.isolation.jdbc.Samples.NOON;
import static org.maibot.isolation.jdbc.Samples.message;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.query.MessageCursor;
import org.maibot.isolation.query.MessagePage;
import org.maibot.isolation.query.MessageQueries;
import org.maibot.isolation.query.StoredMessage;

/** A history is the same whole, read page by page in either direction, at every level. */
@Tag("everyDatabase")
class MessageHistoryTest {
    private static final List<List<String>> STREAMS = List.of(
            List.of("acme", "bot", "qq", "g1"),
            List.of("acme", "bot", "qq", "g2"),
            List.of("acme", "bot", "discord", "g1"),
            List.of("acme", "Bot", "qq", "g1"),
            List.of("other", "bot", "qq", "g1"));

    private static final Comparator<StoredMessage> ORDER = comparing(StoredMessage::time)
            .thenComparing(stored -> stored.context().agentId().orElseThrow())
            .thenComparing(stored -> stored.context().platform().orElseThrow())
            .thenComparing(stored -> stored.context().chatStreamId().orElseThrow())
            .thenComparing(StoredMessage::sequence);

    private static TestRuntime runtime;
    private static List<StoredMessage> all;

    /** Every stream has messages of the same times, several of one time, and some that arrived late. */
    @BeforeAll
    static void seed() {
        runtime = new TestRuntime();
        int[] seconds = {5, 5, 1, 9, 5, 1, -3};
        for (int i = 0; i < seconds.length; i++) {
            for (List<String> stream : STREAMS) {
                queries(stream).append(message("m-" + i, NOON.plusSeconds(seconds[i])));
            }
        }
        all = STREAMS.stream()
                .flatMap(stream -> queries(stream).history(100).messages().stream())
                .toList();
        assertThat(all).hasSize(STREAMS.size() * seconds.length);
    }

    @AfterAll
    static void close() {
        runtime.close();
    }

    private static MessageQueries queries(List<String> ids) {
        return runtime.queries(ids.toArray(String[]::new)).messages();
    }

    static List<Arguments> scopesAndPageSizes() {
        List<Arguments> arguments = new ArrayList<>();
        for (int level = 1; level <= 4; level++) {
            for (int size : new int[] {1, 2, 3, 7, 100}) {
                arguments.add(Arguments.of(STREAMS.get(0).subList(0, level), size));
            }
        }
        return arguments;
    }

    private static List<StoredMessage> expected(List<String> ids) {
        IsolationContext context = TestRuntime.context(ids);
        return all.stream()
                .filter(stored -> context.contains(stored.context()))
                .sorted(ORDER)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("scopesAndPageSizes")
    void forwardsPageByPage(List<String> ids, int size) {
        MessageQueries messages = queries(ids);
        List<StoredMessage> read = new ArrayList<>();

        MessagePage page = messages.history(size);
        for (Optional<MessageCursor> place = page.last(); place.isPresent(); place = page.last()) {
            assertThat(page.messages()).hasSizeLessThanOrEqualTo(size);
            assertThat(read).hasSizeLessThan(all.size());
            read.addAll(page.messages());
            page = messages.after(place.get(), size);
        }

        assertThat(read).isEqualTo(expected(ids));
    }

    @ParameterizedTest
    @MethodSource("scopesAndPageSizes")
    void backwardsPageByPage(List<String> ids, int size) {
        MessageQueries messages = queries(ids);
        List<StoredMessage> read = new ArrayList<>();

        MessagePage page = messages.recent(size);
        for (Optional<MessageCursor> place = page.first(); place.isPresent(); place = page.first()) {
            assertThat(page.messages()).hasSizeLessThanOrEqualTo(size);
            assertThat(read).hasSizeLessThan(all.size());
            read.addAll(0, page.messages());
            page = messages.before(place.get(), size);
        }

        assertThat(read).isEqualTo(expected(ids));
    }

    @ParameterizedTest
    @MethodSource("scopesAndPageSizes")
    void aPlaceBetweenAnyTwoMessagesDividesTheWhole(List<String> ids, int size) {
        MessageQueries messages = queries(ids);
        List<StoredMessage> whole = expected(ids);

        for (int i = 0; i < whole.size(); i++) {
            MessageCursor place = whole.get(i).cursor();
            assertThat(messages.after(place, size).messages())
                    .isEqualTo(whole.subList(i + 1, Math.min(whole.size(), i + 1 + size)));
            assertThat(messages.before(place, size).messages()).isEqualTo(whole.subList(Math.max(0, i - size), i));
        }
    }
}
