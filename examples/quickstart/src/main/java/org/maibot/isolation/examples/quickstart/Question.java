package org.maibot.isolation.examples.quickstart;

import static org.maibot.isolation.examples.quickstart.CanonicalTables.AGENT_ID;
import static org.maibot.isolation.examples.quickstart.CanonicalTables.CHAT_STREAM_ID;
import static org.maibot.isolation.examples.quickstart.CanonicalTables.MESSAGES;
import static org.maibot.isolation.examples.quickstart.CanonicalTables.MESSAGE_ID;
import static org.maibot.isolation.examples.quickstart.CanonicalTables.PLATFORM;
import static org.maibot.isolation.examples.quickstart.CanonicalTables.TENANT_ID;
import static org.maibot.isolation.examples.quickstart.CanonicalTables.TEXT;
import static org.maibot.isolation.examples.quickstart.CanonicalTables.USER_ID;

import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Records;
import org.jooq.impl.DSL;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.Isolation;

/**
 * Who wrote the message of an id, and what: asked in one chat stream, while others have a message of that id too.
 *
 * @param stream the chat stream
 * @param messageId the id
 * @param holders how many chat streams have a message of that id
 */
record Question(IsolationContext stream, String messageId, int holders) {

    /** The question about the id that most chat streams have, or empty if there are no messages. */
    static Optional<Question> mostAmbiguous(DSLContext operator) {
        return operator.select(MESSAGE_ID, DSL.count())
                .from(MESSAGES)
                .groupBy(MESSAGE_ID)
                .orderBy(DSL.count().desc(), MESSAGE_ID)
                .limit(1)
                .fetchOptional(Records.mapping((id, holders) -> new Question(holder(operator, id), id, holders)));
    }

    private static IsolationContext holder(DSLContext operator, String messageId) {
        return operator.select(TENANT_ID, AGENT_ID, PLATFORM, CHAT_STREAM_ID)
                .from(MESSAGES)
                .where(MESSAGE_ID.eq(messageId))
                .orderBy(TENANT_ID, AGENT_ID, PLATFORM, CHAT_STREAM_ID)
                .limit(1)
                .fetchSingle(Records.mapping(
                        (tenant, agent, platform, chat) -> IsolationContext.of(tenant, agent, platform, chat)));
    }

    /**
     * Asks in both ways.
     *
     * @throws BrokenIsolationException if the answers differ, or are not exactly one
     */
    Answer ask(Isolation isolation) {
        List<Answer> statement = askWithStatement(isolation);
        List<Answer> queryManager = askQueryManager(isolation);
        if (statement.size() != 1 || !statement.equals(queryManager)) {
            throw new BrokenIsolationException("Asked for one message of one chat stream, a jOOQ statement found "
                    + statement.size() + " and the query manager " + queryManager.size()
                    + (statement.size() == queryManager.size() ? ", but not the same" : ""));
        }
        return statement.get(0);
    }

    /** The statement names no tenant, agent, platform or chat stream: that is the library's work. */
    private List<Answer> askWithStatement(Isolation isolation) {
        return isolation
                .dsl(stream)
                .select(USER_ID, TEXT)
                .from(MESSAGES)
                .where(MESSAGE_ID.eq(messageId))
                .fetch(Records.mapping(Answer::new));
    }

    private List<Answer> askQueryManager(Isolation isolation) {
        return isolation.queries(stream).messages().find(messageId).stream()
                .map(message -> new Answer(message.userId(), message.text()))
                .toList();
    }
}
