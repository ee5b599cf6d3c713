package org.maibot.isolation.testkit;

import javax.sql.DataSource;
import org.maibot.isolation.IsolationContext;

/** The data sources that a contract is about, each confined to a context. */
interface ScopedDataSources {
    DataSource of(IsolationContext context) throws Exception;
}
