package org.maibot.isolation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.MessageInbox.Receipt;

/** A database that was made by a version without an inbox gets one, and keeps its rows. */
class InboxMigrationTest {
    private static final IsolationContext STREAM = IsolationContext.of("acme", "bot", "qq", "g1");

    @ParameterizedTest
    @EnumSource
    void anOlderDatabaseGetsAnInbox(TestDatabase kind) {
        try (FreshDatabase database = kind.fresh()) {
            CanonicalSchema.flyway(
                            database.dataSource(),
                            Database.of(database.dataSource()).family())
                    .target("1")
                    .load()
                    .migrate();
            DSLContext dsl = DSL.using(
                    database.dataSource(),
                    Database.of(database.dataSource()).family().dialect());
            dsl.execute("insert into tenants (tenant_id, created_at) values ('acme', 1)");
            dsl.execute("insert into agents (tenant_id, agent_id, created_at) values ('acme', 'bot', 1)");
            dsl.execute("insert into chat_streams (tenant_id, agent_id, platform, chat_stream_id, created_at,"
                    + " last_active_at, next_sequence) values ('acme', 'bot', 'qq', 'g1', 1, 1, 1)");
            dsl.execute("insert into messages values ('acme', 'bot', 'qq', 'g1', 'old', 0, 'u', 'user', 1, 'text')");

            try (InboxNode node = new InboxNode(database)) {
                assertThat(node.accept(STREAM, "old", "new"))
                        .extracting(Object::getClass)
                        .containsExactly(Receipt.Duplicate.class, Receipt.Accepted.class);
                assertThat(node.complete(node.entries(STREAM))).containsExactly(true);
                assertThat(node.stored(STREAM)).containsExactly("old", "new");
            }
        }
    }
}
