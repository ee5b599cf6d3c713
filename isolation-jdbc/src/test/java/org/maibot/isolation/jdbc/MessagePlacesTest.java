package org.maibot.isolation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maibot.isolation.jdbc.Samples.NOON;
import static org.maibot.isolation.jdbc.Samples.by;
import static org.maibot.isolation.jdbc.Samples.message;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.IsolationEvent;
import org.maibot.isolation.ViolationReason;
import org.maibot.isolation.query.MessageCursor;
import org.maibot.isolation.query.MessagePage;
import org.maibot.isolation.query.MessageQueries;
import org.maibot.isolation.query.StoredMessage;

/** Places in a history, and what is read from the end of it. */
@Tag("everyDatabase")
class MessagePlacesTest {
    @AutoClose
    private final TestRuntime runtime = new TestRuntime();

    private final MessageQueries messages =
            runtime.queries("acme", "bot", "qq", "g1").messages();

    @BeforeEach
    void seed() {
        messages.appendAll(List.of(by("ann", "1", at(1)), by("bob", "2", at(2)), by("ann", "3", at(3))));
    }

    private static Instant at(int second) {
        return NOON.plusSeconds(second);
    }

    private static List<String> ids(MessagePage page) {
        return page.messages().stream().map(StoredMessage::messageId).toList();
    }

    @Test
    void aPlaceStaysTheSameWhenMessagesAreAdded() {
        MessageCursor place = messages.find("2").orElseThrow().cursor();

        messages.appendAll(List.of(message("late", at(1)), message("same", at(2)), message("new", at(4))));

        assertThat(ids(messages.before(place, 10))).containsExactly("1", "late");
        assertThat(ids(messages.after(place, 10))).containsExactly("same", "3", "new");
    }

    @Test
    void aPlaceNeedNotBeAMessage() {
        MessageCursor between = new MessageCursor(at(2).plusMillis(1), context("acme", "bot", "qq", "g1"), 0);

        assertThat(ids(messages.before(between, 10))).containsExactly("1", "2");
        assertThat(ids(messages.after(between, 10))).containsExactly("3");
    }

    @Test
    void aPlaceOfAStreamServesEveryScopeAroundIt() {
        MessageCursor place = messages.find("2").orElseThrow().cursor();
        MessageQueries tenant = runtime.queries("acme").messages();

        assertThat(ids(tenant.after(place, 10))).containsExactly("3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"acme/bot/qq/g2", "acme/bot/discord/g1", "acme/helper/qq/g1", "acme:eu/bot/qq/g1"})
    void aPlaceOfAnotherScopeIsRefusedAndReported(String foreign) {
        MessageCursor place = new MessageCursor(NOON, IsolationContext.parse(foreign), 1);
        runtime.events().clear();

        Refused.because(ViolationReason.FOREIGN_SCOPE, () -> messages.after(place, 1));
        Refused.because(ViolationReason.FOREIGN_SCOPE, () -> messages.before(place, 1));

        assertThat(runtime.events().of(IsolationEvent.Refused.class))
                .hasSize(2)
                .allSatisfy(refused -> assertThat(refused.context()).contains(context("acme", "bot", "qq", "g1")));
    }

    @Test
    void theNewestComeOldestFirst() {
        assertThat(ids(messages.recent(2))).containsExactly("2", "3");
        assertThat(ids(messages.history(2))).containsExactly("1", "2");
        assertThat(ids(messages.byUser("ann", 10))).containsExactly("1", "3");
        assertThat(ids(messages.byUser("ann", 1))).containsExactly("3");
        assertThat(ids(messages.search("TEXT OF", 2))).containsExactly("2", "3");
    }

    @Test
    void whatWasAppendedLastComesInThatOrderWhateverItsTime() {
        messages.append(by("ann", "4", at(0)));
        runtime.queries("acme", "bot", "qq", "g2").messages().append(by("ann", "9"));

        assertThat(messages.lastAppended(2))
                .extracting(StoredMessage::messageId)
                .containsExactly("3", "4");
        assertThat(messages.lastAppended(10))
                .extracting(StoredMessage::messageId)
                .containsExactly("1", "2", "3", "4");
        Refused.because(
                ViolationReason.WRONG_LEVEL,
                () -> runtime.queries("acme", "bot", "qq").messages().lastAppended(1));
    }

    @Test
    void aUserIsFoundExactlyAndInTheScopeOnly() {
        runtime.queries("acme", "bot", "qq", "g2").messages().append(by("ann", "9"));

        assertThat(messages.byUser("Ann", 10).messages()).isEmpty();
        assertThat(messages.byUser("an_", 10).messages()).isEmpty();
        assertThat(ids(messages.byUser("ann", 10))).containsExactly("1", "3");
        assertThat(ids(runtime.queries("acme", "bot", "qq").messages().byUser("ann", 10)))
                .containsExactly("9", "1", "3");
    }

    @Test
    void anEmptyPageHasNoPlaces() {
        MessagePage page =
                runtime.queries("acme", "bot", "qq", "empty").messages().history(10);

        assertThat(page.messages()).isEmpty();
        assertThat(page.first()).isEmpty();
        assertThat(page.last()).isEmpty();
    }

    @Test
    void messagesAreCountedAtEveryLevel() {
        runtime.queries("acme", "bot", "qq", "g2").messages().append(message("1"));
        runtime.queries("acme", "bot", "discord", "g1").messages().append(message("1"));
        runtime.queries("acme", "helper", "qq", "g1").messages().append(message("1"));
        runtime.queries("ACME", "bot", "qq", "g1").messages().append(message("1"));

        assertThat(messages.count()).isEqualTo(3);
        assertThat(runtime.queries("acme", "bot", "qq").messages().count()).isEqualTo(4);
        assertThat(runtime.queries("acme", "bot").messages().count()).isEqualTo(5);
        assertThat(runtime.queries("acme").messages().count()).isEqualTo(6);
    }

    private static IsolationContext context(String... ids) {
        return TestRuntime.context(List.of(ids));
    }
}
