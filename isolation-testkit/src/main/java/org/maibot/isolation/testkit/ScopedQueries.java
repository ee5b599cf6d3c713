package org.maibot.isolation.testkit;

import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.query.IsolatedQueryManager;

/** The query managers that a contract is about. */
interface ScopedQueries {
    IsolatedQueryManager of(IsolationContext context) throws Exception;
}
