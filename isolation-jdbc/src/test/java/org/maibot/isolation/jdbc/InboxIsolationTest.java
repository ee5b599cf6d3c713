package org.maibot.isolation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maibot.isolation.jdbc.InboxNode.arrival;

import java.util.ArrayList;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.IsolationViolationException;
import org.maibot.isolation.ViolationReason;
import org.maibot.isolation.jdbc.MessageInbox.Arrival;
import org.maibot.isolation.jdbc.MessageInbox.Entry;
import org.maibot.isolation.jdbc.MessageInbox.Receipt;

/** What the inbox does for one chat stream, no other one notices, whatever their ids look like. */
class InboxIsolationTest {
    private static final List<IsolationContext> STREAMS = List.of(
            IsolationContext.of("a:b", "c", "d", "e"),
            IsolationContext.of("a", "b:c", "d", "e"),
            IsolationContext.of("a", "b", "c:d", "e"),
            IsolationContext.of("A", "b", "c:d", "e"),
            IsolationContext.of("a ", "b", "c:d", "e"),
            IsolationContext.of("%", "%", "%", "%"),
            IsolationContext.of("_", "%", "%", "%"),
            IsolationContext.of("' or '1'='1", "\"", "`", "\\"),
            IsolationContext.of("' or '1'='1", "\"", "`", "\\\\"),
            IsolationContext.of("😀", "😁", "é", "e\u0301"),
            IsolationContext.of("😀", "😁", "e\u0301", "é"),
            IsolationContext.of("ß", "SS", "ſ", "s"));
    private static final String[] IDS = {"m", "M", "m ", " m", "m%", "m_", "'", "😀", "é", "e\u0301", "м", "ß", "ss"};

    private static List<Arrival> everywhere() {
        List<Arrival> arrivals = new ArrayList<>();
        for (String id : IDS) {
            STREAMS.forEach(stream -> arrivals.add(arrival(stream, id)));
        }
        return arrivals;
    }

    @ParameterizedTest
    @EnumSource
    void idsThatLookAlikeAreKeptApart(TestDatabase kind) {
        try (FreshDatabase database = kind.fresh();
                InboxNode node = new InboxNode(database)) {
            assertThat(node.inbox().accept(everywhere())).allMatch(Receipt.Accepted.class::isInstance);
            assertThat(node.inbox().accept(everywhere())).allMatch(Receipt.Duplicate.class::isInstance);

            for (IsolationContext stream : STREAMS) {
                assertThat(node.entries(stream)).extracting(Entry::messageId).containsExactly(IDS);
                assertThat(node.inbox().pending(stream)).isEqualTo(IDS.length);
                assertThat(node.complete(node.entries(stream)))
                        .hasSize(IDS.length)
                        .containsOnly(true);
                assertThat(node.stored(stream)).containsExactly(IDS);
            }
            assertThat(node.inbox().accept(everywhere())).allMatch(Receipt.Duplicate.class::isInstance);
            assertThat(node.inbox().release(STREAMS)).hasSize(STREAMS.size());
        }
    }

    @ParameterizedTest
    @EnumSource
    void theRowsOfOthersStayAsTheyWere(TestDatabase kind) {
        try (FreshDatabase database = kind.fresh();
                InboxNode node = new InboxNode(database)) {
            DSLContext system = node.system();
            node.inbox().accept(everywhere());
            for (IsolationContext stream : STREAMS) {
                DatabaseDump others = DatabaseDump.outside(stream, system);
                String own = DatabaseDump.inside(stream, system).toString();

                node.accept(stream, "new", "m");
                node.complete(node.entries(stream));
                node.inbox().release(List.of(stream));
                node.accept(stream, "newer");

                assertThat(DatabaseDump.outside(stream, system)).isEqualTo(others);
                assertThat(DatabaseDump.inside(stream, system).toString()).isNotEqualTo(own);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void scopedCodeSeesItsOwnEntriesAndNoProcesses(TestDatabase kind) {
        try (FreshDatabase database = kind.fresh();
                InboxNode node = new InboxNode(database)) {
            node.inbox().accept(everywhere());
            node.complete(node.entries(STREAMS.get(0)));

            for (IsolationContext stream : STREAMS.subList(1, STREAMS.size())) {
                assertThat(node.isolation().dsl(stream).fetchCount(CanonicalSchema.INBOX))
                        .isEqualTo(IDS.length);
            }
            assertThat(node.isolation().dsl(STREAMS.get(0)).fetchCount(CanonicalSchema.INBOX))
                    .isZero();
            assertThat(node.isolation().dsl(STREAMS.get(0)).fetchCount(CanonicalSchema.OUTCOMES))
                    .isZero();
            Refused.because(
                    ViolationReason.UNKNOWN_TABLE,
                    () -> node.isolation().dsl(STREAMS.get(0)).fetchCount(CanonicalSchema.NODES));
            Refused.because(
                    ViolationReason.UNKNOWN_TABLE,
                    () -> node.isolation()
                            .dsl(STREAMS.get(0))
                            .deleteFrom(CanonicalSchema.NODES)
                            .where(DSL.trueCondition())
                            .execute());
        }
    }

    @ParameterizedTest
    @EnumSource(names = "SQLITE")
    void aTenantThatMayHaveNoContextHasNoEntries(TestDatabase kind) {
        try (FreshDatabase database = kind.fresh();
                Isolation isolation = Isolation.builder()
                        .dataSource(database.dataSource())
                        .tenants("acme")
                        .open();
                MessageInbox inbox = isolation.inbox(java.time.Duration.ofMinutes(1))) {
            IsolationContext acme = IsolationContext.of("acme", "bot", "qq", "g1");
            IsolationContext other = IsolationContext.of("other", "bot", "qq", "g1");
            IsolationViolationException refusal = Refused.because(
                    ViolationReason.UNKNOWN_TENANT,
                    () -> inbox.accept(List.of(arrival(acme, "m"), arrival(other, "m"))));
            assertThat(refusal).hasMessageContaining("declared");
            Refused.because(ViolationReason.UNKNOWN_TENANT, () -> inbox.pending(other));
            Refused.because(ViolationReason.UNKNOWN_TENANT, () -> inbox.entries(other, 0, 1));
            assertThat(inbox.pending(acme)).isZero();
        }
    }
}
