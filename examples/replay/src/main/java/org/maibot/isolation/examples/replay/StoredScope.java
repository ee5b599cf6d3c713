package org.maibot.isolation.examples.replay;

import java.util.ArrayList;
import java.util.List;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.Isolation;
import org.maibot.isolation.query.IsolatedQueryManager;

/**
 * What is stored in the scope of a tenant or an agent.
 *
 * @param scope the tenant or agent
 * @param streams how many chat streams
 * @param messages how many messages
 */
record StoredScope(IsolationContext scope, long streams, long messages) {

    /** Asks for each scope in its own context. */
    static List<StoredScope> of(Isolation isolation, List<IsolationContext> scopes) {
        List<StoredScope> stored = new ArrayList<>();
        for (IsolationContext scope : scopes) {
            IsolatedQueryManager queries = isolation.queries(scope);
            stored.add(new StoredScope(
                    scope, queries.chatStreams().count(), queries.messages().count()));
        }
        return stored;
    }
}
