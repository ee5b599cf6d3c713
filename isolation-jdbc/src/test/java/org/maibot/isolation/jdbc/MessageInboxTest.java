package org.maibot.isolation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.maibot.isolation.jdbc.Samples.NOON;
import static org.maibot.isolation.jdbc.Samples.message;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.IsolationEvent;
import org.maibot.isolation.ViolationReason;
import org.maibot.isolation.jdbc.MessageInbox.Arrival;
import org.maibot.isolation.jdbc.MessageInbox.Completion;
import org.maibot.isolation.jdbc.MessageInbox.Entry;
import org.maibot.isolation.jdbc.MessageInbox.Receipt;
import org.maibot.isolation.query.Message;
import org.maibot.isolation.query.MessageQueries;
import org.maibot.isolation.query.StoredMessage;
import org.maibot.isolation.query.Usage;
import org.maibot.isolation.query.UsageTotal;

/** What is accepted is kept until it is completed, and stored once, in order. */
@Tag("everyDatabase")
class MessageInboxTest {
    private static final IsolationContext STREAM = IsolationContext.of("acme", "bot", "qq", "g1");
    private static final IsolationContext OTHER = IsolationContext.of("acme", "bot", "qq", "g2");

    @AutoClose
    private final TestRuntime runtime = new TestRuntime();

    @AutoClose
    private final MessageInbox inbox = runtime.isolation().inbox(Duration.ofMinutes(1));

    private final MessageQueries messages = runtime.isolation().queries(STREAM).messages();

    private static Arrival arrival(IsolationContext stream, String id) {
        return new Arrival(stream, id, "payload of " + id);
    }

    private List<Receipt> accept(String... ids) {
        return inbox.accept(Arrays.stream(ids).map(id -> arrival(STREAM, id)).toList());
    }

    private Entry accepted(String id) {
        assertThat(accept(id).get(0)).isInstanceOf(Receipt.Accepted.class);
        List<Entry> entries = inbox.entries(STREAM, 0, 1000);
        return entries.get(entries.size() - 1);
    }

    private static Message answer(String id) {
        return new Message("re-" + id, "bot", Message.Role.AGENT, NOON.plusSeconds(1), "answer to " + id);
    }

    private static Completion completion(Entry entry, Message... stored) {
        return new Completion(entry, List.of(stored), List.of(), "done");
    }

    private List<String> stored() {
        return messages.history(1000).messages().stream()
                .map(StoredMessage::messageId)
                .toList();
    }

    @Test
    void anEntryIsThereUntilItIsCompleted() {
        Receipt receipt = accept("m-1").get(0);

        Entry entry = new Entry(STREAM, 1, "m-1", "payload of m-1", false);
        assertThat(receipt).isEqualTo(new Receipt.Accepted(entry));
        assertThat(inbox.entries(STREAM, 0, 10)).containsExactly(entry);
        assertThat(stored()).isEmpty();

        Message message = message("m-1");
        assertThat(inbox.complete(List.of(completion(entry, message, answer("m-1")))))
                .containsExactly(true);

        assertThat(inbox.entries(STREAM, 0, 10)).isEmpty();
        assertThat(messages.history(10).messages())
                .containsExactly(new StoredMessage(STREAM, 1, message), new StoredMessage(STREAM, 2, answer("m-1")));
        assertThat(inbox.finished()).isEmpty();
    }

    @Test
    void positionsKeepTheOrderAndLeaveRoomForTheAnswer() {
        List<Receipt> receipts = inbox.accept(
                List.of(arrival(STREAM, "z"), arrival(OTHER, "o"), arrival(STREAM, "a"), arrival(STREAM, "m")));
        accept("b");

        assertThat(receipts).hasSize(4).allMatch(Receipt.Accepted.class::isInstance);
        assertThat(inbox.entries(STREAM, 0, 10)).extracting(Entry::messageId).containsExactly("z", "a", "m", "b");
        assertThat(inbox.entries(STREAM, 0, 10)).extracting(Entry::position).containsExactly(1L, 3L, 5L, 7L);
        assertThat(inbox.entries(STREAM, 1, 2)).extracting(Entry::messageId).containsExactly("a", "m");
        assertThat(inbox.entries(OTHER, 0, 10)).extracting(Entry::messageId).containsExactly("o");
    }

    @Test
    void theHistoryIsInTheOrderOfAcceptanceWhateverIsCompletedFirst() {
        Entry first = accepted("m-1");
        Entry second = accepted("m-2");

        inbox.complete(List.of(completion(second, message("m-2"))));
        messages.append(message("by hand"));
        inbox.complete(List.of(completion(first, message("m-1"))));

        assertThat(stored()).containsExactly("m-1", "m-2", "by hand");
    }

    @Test
    void aMessageIsADuplicateWhileItIsPendingAndOnceItIsStored() {
        Entry entry = accepted("m-1");
        messages.append(message("appended"));

        assertThat(accept("m-1", "new", "appended", "new"))
                .extracting(Object::getClass)
                .containsExactly(
                        Receipt.Duplicate.class,
                        Receipt.Accepted.class,
                        Receipt.Duplicate.class,
                        Receipt.Duplicate.class);
        inbox.complete(List.of(completion(entry, message("m-1"))));
        assertThat(accept("m-1", "re-m-1"))
                .extracting(Object::getClass)
                .containsExactly(Receipt.Duplicate.class, Receipt.Accepted.class);
        assertThat(inbox.accept(List.of(arrival(OTHER, "m-1"))).get(0)).isInstanceOf(Receipt.Accepted.class);
        assertThat(inbox.entries(STREAM, 0, 10)).extracting(Entry::messageId).containsExactly("new", "re-m-1");
    }

    @Test
    void completingTwiceStoresNothingTheSecondTime() {
        Entry entry = accepted("m-1");
        Completion completion =
                new Completion(entry, List.of(message("m-1")), List.of(new Usage("gpt", NOON, 1, 2)), "done");

        assertThat(inbox.complete(List.of(completion, completion))).containsExactly(true, false);
        assertThat(inbox.complete(List.of(new Completion(
                        entry,
                        List.of(message("other", NOON.plusSeconds(60))),
                        List.of(new Usage("gpt", NOON, 1, 2)),
                        "done"))))
                .containsExactly(false);

        assertThat(stored()).containsExactly("m-1");
        UsageTotal total = runtime.isolation().queries(STREAM).usage().total(NOON, NOON.plusSeconds(1));
        assertThat(total).isEqualTo(new UsageTotal(1, 1, 2));
        assertThat(lastActivity()).isEqualTo(NOON);
    }

    private java.time.Instant lastActivity() {
        return runtime.isolation()
                .queries(STREAM)
                .chatStreams()
                .find()
                .orElseThrow()
                .lastActiveAt();
    }

    @Test
    void theLastActivityIsTheTimeOfTheNewestStoredMessage() {
        Entry first = accepted("m-1");
        Entry second = accepted("m-2");
        Entry third = accepted("m-3");
        assertThat(lastActivity()).isEqualTo(ManualClock.START);

        inbox.complete(List.of(completion(first)));
        assertThat(lastActivity()).isEqualTo(ManualClock.START);
        inbox.complete(List.of(completion(first, message("m-1", NOON.plusSeconds(99)))));
        assertThat(lastActivity()).isEqualTo(ManualClock.START);
        inbox.complete(List.of(completion(second, message("m-2", NOON.plusSeconds(9)))));
        assertThat(lastActivity()).isEqualTo(NOON.plusSeconds(9));
        inbox.complete(List.of(completion(third, message("m-3"), message("m-2", NOON.plusSeconds(99)))));
        assertThat(lastActivity()).isEqualTo(NOON.plusSeconds(9));
    }

    @Test
    void anEntryMayHaveNoMessageOrMany() {
        Entry none = accepted("none");
        Entry many = accepted("many");
        accepted("next");

        inbox.complete(
                List.of(completion(none), completion(many, message("many"), message("2"), message("3"), message("4"))));

        assertThat(stored()).containsExactly("many", "2", "3", "4");
        assertThat(messages.history(10).messages())
                .extracting(StoredMessage::sequence)
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(accept("none").get(0)).isInstanceOf(Receipt.Accepted.class);
    }

    @Test
    void entriesAreCountedInEachScope() {
        inbox.accept(List.of(
                arrival(STREAM, "1"),
                arrival(STREAM, "2"),
                arrival(OTHER, "1"),
                arrival(IsolationContext.of("acme", "other", "qq", "g1"), "1"),
                arrival(IsolationContext.of("globex", "bot", "qq", "g1"), "1")));

        assertThat(inbox.pending(STREAM)).isEqualTo(2);
        assertThat(inbox.pending(IsolationContext.of("acme", "bot", "qq"))).isEqualTo(3);
        assertThat(inbox.pending(IsolationContext.of("acme", "bot"))).isEqualTo(3);
        assertThat(inbox.pending(IsolationContext.of("acme"))).isEqualTo(4);
        assertThat(inbox.pending(IsolationContext.of("nobody"))).isZero();
    }

    @Test
    void aStreamIsReleasedWhenItHasNoEntries() {
        Entry entry = accepted("m-1");
        inbox.accept(List.of(arrival(OTHER, "1")));
        assertThat(inbox.release(List.of(STREAM, OTHER))).isEmpty();
        inbox.complete(List.of(completion(entry)));

        assertThat(inbox.release(List.of(OTHER, STREAM, IsolationContext.of("acme", "bot", "qq", "none"))))
                .containsExactly(STREAM);

        assertThat(inbox.release(List.of(STREAM, OTHER))).isEmpty();
        assertThat(inbox.complete(List.of(completion(entry)))).containsExactly(false);
        assertThat(accept("m-2").get(0)).isInstanceOf(Receipt.Accepted.class);
        assertThat(inbox.release(List.of())).isEmpty();
    }

    @Test
    void whatAnEarlierProcessLeftIsClaimedWithAllItsEntries() {
        accept("m-1", "m-2");
        inbox.close();
        try (MessageInbox next = runtime.isolation().inbox(Duration.ofMinutes(1))) {
            Receipt receipt = next.accept(List.of(arrival(STREAM, "m-3"))).get(0);
            assertThat(receipt).isInstanceOf(Receipt.HeldElsewhere.class);
            assertThat(next.accept(List.of(arrival(OTHER, "o-1"))).get(0)).isInstanceOf(Receipt.Accepted.class);

            assertThat(next.claim(10)).containsExactly(STREAM);

            assertThat(next.claim(10)).isEmpty();
            List<Entry> entries = next.entries(STREAM, 0, 10);
            assertThat(entries).extracting(Entry::messageId).containsExactly("m-1", "m-2", "m-3");
            assertThat(entries).extracting(Entry::elsewhere).containsExactly(true, true, false);
            assertThat(next.complete(entries.stream()
                            .map(entry -> completion(entry, message(entry.messageId())))
                            .toList()))
                    .containsOnly(true);
            assertThat(next.awaited()).isEmpty();
            assertThat(next.finished()).isEmpty();
            assertThat(stored()).containsExactly("m-1", "m-2", "m-3");
        }
    }

    @Test
    void theStreamsWithTheOldestEntriesAreClaimedFirst() {
        List<IsolationContext> streams = new ArrayList<>();
        for (int i = 9; i > 0; i--) {
            streams.add(IsolationContext.of("acme", "bot", "qq", "s" + i));
            inbox.accept(List.of(arrival(streams.get(9 - i), "m")));
            runtime.clock().advance(Duration.ofSeconds(1));
        }
        inbox.close();
        try (MessageInbox next = runtime.isolation().inbox(Duration.ofMinutes(1))) {
            assertThat(next.claim(4)).containsExactlyElementsOf(streams.subList(0, 4));
            assertThat(next.claim(9)).containsExactlyElementsOf(streams.subList(4, 9));
        }
    }

    @Tag("onSqlite")
    @Test
    void nothingIsAcceptedIfOneMessageCannotBe() {
        runtime.system()
                .execute("create trigger bomb before insert on heartflow_inbox when new.message_id = 'bomb'"
                        + " begin select raise(abort, 'the bomb went off'); end");

        assertThatThrownBy(() ->
                        inbox.accept(List.of(arrival(STREAM, "m-1"), arrival(OTHER, "bomb"), arrival(STREAM, "m-2"))))
                .isInstanceOf(DataAccessException.class);

        assertThat(inbox.pending(IsolationContext.of("acme"))).isZero();
        assertThat(messages.count()).isZero();
    }

    @Test
    void whatCannotBeStoredIsNoArrival() {
        assertThatThrownBy(() -> new Arrival(STREAM, "", "p")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Arrival(STREAM, "m".repeat(129), "p"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Arrival(STREAM, "m", "a\0")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Arrival(STREAM, "m", "\ud800")).isInstanceOf(IllegalArgumentException.class);
        Refused.because(ViolationReason.WRONG_LEVEL, () -> arrival(IsolationContext.of("acme", "bot", "qq"), "m"));
        Refused.because(ViolationReason.WRONG_LEVEL, () -> inbox.entries(IsolationContext.of("acme"), 0, 1));
        assertThatThrownBy(() -> inbox.claim(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Completion(accepted("m"), List.of(), List.of(), "\0"))
                .isInstanceOf(IllegalArgumentException.class);
        String longest = "𝄞".repeat(128);
        assertThat(accept(longest).get(0)).isInstanceOf(Receipt.Accepted.class);
    }

    @Test
    void nothingIsDoneForNothing() {
        assertThat(inbox.accept(List.of())).isEmpty();
        assertThat(inbox.complete(List.of())).isEmpty();
        assertThat(inbox.claim(1)).isEmpty();
        assertThat(inbox.renew()).isTrue();
    }

    @Test
    void openingIsReportedAsAccessAcrossTenants() {
        assertThat(runtime.events().of(IsolationEvent.SystemAccess.class))
                .containsExactly(new IsolationEvent.SystemAccess("message inbox"));
    }

    @Test
    void aClosedInboxDoesNothing() {
        inbox.close();
        inbox.close();

        assertThatThrownBy(() -> accept("m")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(inbox::renew).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(inbox::finished).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theLeaseTimeIsBounded() {
        for (Duration lease : List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofDays(2))) {
            assertThatThrownBy(() -> runtime.isolation().inbox(lease)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void theCanonicalSchemaIsNeeded() {
        try (FreshDatabase database = TestDatabase.underTest().fresh();
                Isolation isolation = Isolation.builder()
                        .dataSource(database.dataSource())
                        .createSchema(false)
                        .open()) {
            assertThatThrownBy(() -> isolation.inbox(Duration.ofMinutes(1)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("canonical schema");
        }
    }
}
