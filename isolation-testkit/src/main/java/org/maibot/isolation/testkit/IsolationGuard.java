package org.maibot.isolation.testkit;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.IsolatingDataSource;
import org.maibot.isolation.jdbc.TableRules;

/** The isolating data source, by the rules of one database. */
record IsolationGuard(TableRules rules) implements Guard {
    @Override
    public DataSource confine(DataSource database, IsolationContext context) {
        return IsolatingDataSource.wrap(database, rules, () -> context);
    }

    /** The same for another database: names are scoped with their schemas. */
    IsolationGuard on(DataSource other) throws SQLException {
        return new IsolationGuard(rules.forDatabase(other));
    }
}
