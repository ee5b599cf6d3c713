package org.maibot.isolation.jdbc;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.query.Message;

/** Appends messages to chat streams, in transactions of its own. Safe for use by several threads. */
final class MessageLog {
    private final Transactions transactions;
    private final StatementCache<AppendStatements> statements;
    private final Clock clock;

    MessageLog(Transactions transactions, Engine engine, Clock clock) {
        this.transactions = transactions;
        this.statements = new StatementCache<>(engine, AppendStatements::of);
        this.clock = clock;
    }

    /**
     * Appends messages to chat streams, all or nothing; returns how many were not there yet.
     *
     * @param streams the messages of each stream, in their order; of one stream at least
     */
    int append(Map<IsolationContext, List<Message>> streams) {
        AppendStatements known = statements.get(streams.keySet().iterator().next());
        return transactions.run(
                "Messages could not be stored",
                transaction -> new MessageAppender(transaction, known, clock).append(streams));
    }
}
