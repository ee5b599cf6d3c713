package org.maibot.isolation.examples.quickstart;

import java.time.Instant;
import java.util.Optional;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.Isolation;
import org.maibot.isolation.query.IsolatedQueryManager;
import org.maibot.isolation.query.MessagePage;
import org.maibot.isolation.query.StoredMessage;

/**
 * What a tenant or an agent sees.
 *
 * @param scope the tenant or agent
 * @param platforms how many platforms
 * @param streams how many chat streams
 * @param messages how many messages
 * @param first the time of the oldest message, if there is one
 * @param last the time of the newest message, if there is one
 */
record ScopeSummary(
        IsolationContext scope,
        int platforms,
        long streams,
        long messages,
        Optional<Instant> first,
        Optional<Instant> last) {

    /** Asks everything in the context of the scope, except for the platforms. */
    static ScopeSummary of(Isolation isolation, IsolationContext scope, int platforms) {
        IsolatedQueryManager queries = isolation.queries(scope);
        return new ScopeSummary(
                scope,
                platforms,
                queries.chatStreams().count(),
                queries.messages().count(),
                time(queries.messages().history(1)),
                time(queries.messages().recent(1)));
    }

    private static Optional<Instant> time(MessagePage page) {
        return page.messages().stream().findFirst().map(StoredMessage::time);
    }
}
