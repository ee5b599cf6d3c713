package org.maibot.isolation.examples.quickstart;

import static org.maibot.isolation.examples.quickstart.CanonicalTables.AGENT_ID;
import static org.maibot.isolation.examples.quickstart.CanonicalTables.CHAT_STREAM_ID;
import static org.maibot.isolation.examples.quickstart.CanonicalTables.MESSAGES;
import static org.maibot.isolation.examples.quickstart.CanonicalTables.MESSAGE_ID;
import static org.maibot.isolation.examples.quickstart.CanonicalTables.PLATFORM;
import static org.maibot.isolation.examples.quickstart.CanonicalTables.ROLE;
import static org.maibot.isolation.examples.quickstart.CanonicalTables.SEQUENCE;
import static org.maibot.isolation.examples.quickstart.CanonicalTables.TENANT_ID;
import static org.maibot.isolation.examples.quickstart.CanonicalTables.TEXT;
import static org.maibot.isolation.examples.quickstart.CanonicalTables.TIME;
import static org.maibot.isolation.examples.quickstart.CanonicalTables.USER_ID;

import java.util.List;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.Isolation;

/**
 * Attempts to leave a scope.
 *
 * @param isolation the runtime
 * @param inside the chat stream that is to be left
 * @param outside a chat stream of another tenant
 */
record LeavingAttempts(Isolation isolation, IsolationContext inside, IsolationContext outside) {
    private static final String UNDECLARED_TABLE = "maibot_schema_history";

    /**
     * Makes three attempts.
     *
     * @throws BrokenIsolationException if one is not refused; nothing of it is stored then
     */
    List<Refusal> refusals() {
        return Stream.of(
                        new Attempt("Insert a message for another tenant", this::insertForAnotherTenant),
                        new Attempt(
                                "Read a table that nobody declared, " + UNDECLARED_TABLE, this::readUndeclaredTable),
                        new Attempt("Widen the context from the chat stream to its tenant", this::widen))
                .map(Attempt::refusal)
                .toList();
    }

    private void insertForAnotherTenant() {
        isolation.dsl(inside).transaction(transaction -> {
            insert(transaction.dsl());
            throw new BrokenIsolationException("The insert was executed, and is rolled back");
        });
    }

    private void insert(DSLContext dsl) {
        dsl.insertInto(MESSAGES)
                .set(TENANT_ID, outside.tenantId())
                .set(AGENT_ID, outside.agentId().orElseThrow())
                .set(PLATFORM, outside.platform().orElseThrow())
                .set(CHAT_STREAM_ID, outside.chatStreamId().orElseThrow())
                .set(MESSAGE_ID, "from-another-tenant")
                .set(SEQUENCE, Long.MAX_VALUE)
                .set(USER_ID, "mallory")
                .set(ROLE, "user")
                .set(TIME, 0L)
                .set(TEXT, "This must not arrive.")
                .execute();
    }

    private void readUndeclaredTable() {
        isolation.dsl(inside).fetchCount(DSL.table(DSL.name(UNDECLARED_TABLE)));
    }

    private void widen() {
        IsolationContext tenant = IsolationContext.of(inside.tenantId());
        inside.run(() -> tenant.run(() -> isolation.queries(tenant).messages().count()));
    }
}
