package org.maibot.isolation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maibot.isolation.jdbc.InboxNode.arrival;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jooq.DSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.MessageInbox.Entry;
import org.maibot.isolation.jdbc.MessageInbox.Finished;
import org.maibot.isolation.jdbc.MessageInbox.Receipt;

/** Two processes share an inbox: one of them handles a stream, and another takes over when it is dead. */
@ParameterizedClass
@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SQLITE")
class SharedInboxTest {
    private static final IsolationContext STREAM = IsolationContext.of("acme", "bot", "qq", "g1");
    private static final IsolationContext OTHER = IsolationContext.of("acme", "bot", "qq", "g2");

    private final FreshDatabase database;
    private final InboxNode first;
    private final List<Long> firstNode;
    private final InboxNode second;
    private final List<Long> secondNode;
    private final DSLContext system;

    SharedInboxTest(TestDatabase kind) {
        database = kind.fresh();
        first = new InboxNode(database);
        system = first.system();
        firstNode = InboxNode.nodes(system);
        second = new InboxNode(database);
        secondNode = InboxNode.nodes(system).stream()
                .filter(node -> !firstNode.contains(node))
                .toList();
    }

    @AfterEach
    void close() {
        second.close();
        first.close();
        database.close();
    }

    private void expireFirst() {
        InboxNode.expireAllBut(system, secondNode);
    }

    @Test
    void whatAnotherProcessHoldsIsHandledThereAndItsOutcomeComesBack() {
        assertThat(first.accept(STREAM, "m-1").get(0)).isInstanceOf(Receipt.Accepted.class);

        assertThat(second.accept(STREAM, "m-2", "m-1", "m-3"))
                .extracting(Object::getClass)
                .containsExactly(Receipt.HeldElsewhere.class, Receipt.Duplicate.class, Receipt.HeldElsewhere.class);
        assertThat(second.complete(second.entries(STREAM))).containsExactly(false, false, false);
        assertThat(second.inbox().awaited()).isEmpty();
        assertThat(second.inbox().claim(10)).isEmpty();

        assertThat(first.inbox().awaited()).containsExactly(STREAM);
        List<Entry> entries = first.entries(STREAM);
        assertThat(entries).extracting(Entry::messageId).containsExactly("m-1", "m-2", "m-3");
        assertThat(entries).extracting(Entry::elsewhere).containsExactly(false, true, true);
        assertThat(first.complete(entries)).containsExactly(true, true, true);

        assertThat(first.inbox().awaited()).isEmpty();
        assertThat(first.inbox().finished()).isEmpty();
        assertThat(second.inbox().finished())
                .containsExactlyInAnyOrder(
                        new Finished(STREAM, 3, "m-2", "outcome of m-2"),
                        new Finished(STREAM, 7, "m-3", "outcome of m-3"));
        assertThat(second.inbox().finished()).isEmpty();
        assertThat(first.stored(STREAM)).containsExactly("m-1", "m-2", "m-3");
    }

    @Test
    void aReleasedStreamGoesToWhoeverAcceptsNext() {
        first.accept(STREAM, "m-1");
        first.complete(first.entries(STREAM));
        assertThat(first.inbox().release(List.of(STREAM))).hasSize(1);

        assertThat(second.accept(STREAM, "m-2").get(0)).isInstanceOf(Receipt.Accepted.class);
        assertThat(first.accept(STREAM, "m-3").get(0)).isInstanceOf(Receipt.HeldElsewhere.class);
        assertThat(first.inbox().release(List.of(STREAM))).isEmpty();
    }

    @Test
    void theStreamsOfADeadProcessAreTakenOverAndWhatItStillDoesIsRejected() {
        first.accept(STREAM, "m-1");
        first.accept(OTHER, "o-1");
        List<Entry> entries = first.entries(STREAM);
        assertThat(second.accept(STREAM, "m-2").get(0)).isInstanceOf(Receipt.HeldElsewhere.class);
        expireFirst();

        assertThat(second.inbox().claim(1)).containsExactly(STREAM);

        DatabaseDump before = DatabaseDump.of(system);
        assertThat(first.complete(entries)).containsExactly(false);
        assertThat(first.inbox().release(List.of(STREAM))).isEmpty();
        assertThat(DatabaseDump.of(system)).isEqualTo(before);
        assertThat(second.entries(STREAM)).extracting(Entry::messageId).containsExactly("m-1", "m-2");
        assertThat(second.complete(second.entries(STREAM))).containsExactly(true, true);
        assertThat(second.inbox().claim(10)).containsExactly(OTHER);
        assertThat(second.stored(STREAM)).containsExactly("m-1", "m-2");
    }

    @Test
    void whoComesBackFromTheDeadHoldsNothingAndLearnsWhatBecameOfItsMessages() {
        first.accept(STREAM, "m-1", "m-2");
        expireFirst();
        assertThat(second.inbox().claim(10)).containsExactly(STREAM);
        second.complete(second.entries(STREAM).subList(0, 1));

        assertThat(first.inbox().renew()).isFalse();

        assertThat(first.accept(OTHER, "o-0").get(0)).isInstanceOf(Receipt.HeldElsewhere.class);
        assertThat(first.inbox().claim(10)).isEmpty();
        assertThat(first.inbox().renew()).isTrue();
        assertThat(first.inbox().claim(10)).containsExactly(OTHER);
        assertThat(first.entries(OTHER)).extracting(Entry::elsewhere).containsExactly(false);
        second.complete(second.entries(STREAM));
        assertThat(first.inbox().finished()).extracting(Finished::messageId).containsExactlyInAnyOrder("m-1", "m-2");
        assertThat(first.accept(STREAM, "m-3").get(0)).isInstanceOf(Receipt.HeldElsewhere.class);
        assertThat(first.accept(OTHER, "o-1").get(0)).isInstanceOf(Receipt.Accepted.class);
    }

    @Test
    void whoIsDeadAndDoesNotKnowItLosesNothing() {
        first.accept(STREAM, "m-1");
        first.complete(first.entries(STREAM));
        expireFirst();
        second.inbox().claim(1);

        assertThat(first.accept(STREAM, "m-2").get(0)).isInstanceOf(Receipt.Accepted.class);
        assertThat(first.accept(OTHER, "o-1").get(0)).isInstanceOf(Receipt.Accepted.class);
        List<Entry> entries = first.entries(STREAM);
        assertThat(second.inbox().claim(10)).containsExactlyInAnyOrder(STREAM, OTHER);

        assertThat(first.complete(entries)).containsExactly(false);
        assertThat(second.complete(second.entries(STREAM))).containsExactly(true);
        assertThat(second.stored(STREAM)).containsExactly("m-1", "m-2");
    }

    @Test
    void whoIsLateLivesOnUnlessAnotherProcessDeclaredItDead() {
        first.accept(STREAM, "m-1");
        InboxNode.expireAllBut(system, List.of());

        assertThat(first.inbox().renew()).isTrue();
        assertThat(second.inbox().renew()).isTrue();

        assertThat(second.inbox().claim(10)).isEmpty();
        assertThat(first.complete(first.entries(STREAM))).containsExactly(true);
    }

    @Test
    void aMessageTakesTheIdleStreamOfADeadProcess() {
        first.accept(STREAM, "m-1");
        first.accept(OTHER, "o-1");
        first.complete(first.entries(STREAM));
        expireFirst();

        List<Receipt> receipts =
                second.inbox().accept(List.of(arrival(OTHER, "o-2"), arrival(STREAM, "m-2"), arrival(OTHER, "o-3")));

        assertThat(receipts)
                .extracting(Object::getClass)
                .containsExactly(Receipt.HeldElsewhere.class, Receipt.Accepted.class, Receipt.HeldElsewhere.class);
        assertThat(first.inbox().renew()).isFalse();
        assertThat(second.inbox().claim(10)).containsExactly(OTHER);
        assertThat(second.entries(OTHER)).extracting(Entry::messageId).containsExactly("o-1", "o-2", "o-3");
        assertThat(second.inbox().awaited()).isEmpty();
        assertThat(first.accept(OTHER, "o-4").get(0)).isInstanceOf(Receipt.HeldElsewhere.class);
        assertThat(second.inbox().awaited()).containsExactly(OTHER);
    }

    @Test
    void aProcessThatIsClosedLeavesItsStreamsToOthers() {
        first.accept(STREAM, "m-1");
        first.inbox().close();

        assertThat(second.inbox().claim(10)).containsExactly(STREAM);
        assertThat(second.complete(second.entries(STREAM))).containsExactly(true);
    }

    @Test
    void aStreamThatIsHandedOverIsClaimedWithItsEntriesByWhomeverItMayBe() {
        first.accept(STREAM, "m-1");
        second.accept(STREAM, "m-2");
        assertThat(second.inbox().handOver(List.of(STREAM))).isEmpty();

        assertThat(first.inbox().handOver(List.of(STREAM))).hasSize(1);

        assertThat(first.inbox().awaited()).isEmpty();
        assertThat(first.accept(STREAM, "m-3").get(0)).isInstanceOf(Receipt.HeldElsewhere.class);
        assertThat(second.inbox().claim(10)).containsExactly(STREAM);
        assertThat(second.inbox().awaited()).isEmpty();
        assertThat(first.inbox().claim(10)).isEmpty();
        assertThat(second.complete(second.entries(STREAM))).containsExactly(true, true, true);
        assertThat(second.inbox().handOver(List.of(STREAM))).hasSize(1);
        assertThat(first.accept(STREAM, "m-4").get(0)).isInstanceOf(Receipt.Accepted.class);
        assertThat(first.inbox().awaited()).isEmpty();
    }

    @Test
    void claimingDoesNotWaitForAStreamThatIsLocked() throws SQLException {
        first.accept(STREAM, "m-1");
        first.accept(OTHER, "o-1");
        expireFirst();
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.executeQuery("select 1 from chat_streams where chat_stream_id = 'g1' and tenant_id = 'acme'"
                    + " and agent_id = 'bot' and platform = 'qq' for update");

            assertThat(second.inbox().claim(10)).containsExactly(OTHER);

            connection.rollback();
            connection.setAutoCommit(true);
        }
        assertThat(second.inbox().claim(10)).containsExactly(STREAM);
    }

    @Test
    void outcomesForTheDeadAreForgottenInTime() {
        first.accept(STREAM, "m-1");
        first.inbox().close();
        second.inbox().claim(10);
        second.complete(second.entries(STREAM));
        assertThat(system.fetchCount(CanonicalSchema.OUTCOMES)).isOne();

        system.update(CanonicalSchema.OUTCOMES)
                .set(CanonicalSchema.FINISHED_AT, 0L)
                .execute();
        new InboxNode(database).close();

        assertThat(system.fetchCount(CanonicalSchema.OUTCOMES)).isZero();
    }
}
