package org.maibot.isolation.testkit;

import javax.sql.DataSource;
import org.jooq.Configuration;
import org.jooq.impl.DataSourceConnectionProvider;
import org.maibot.isolation.jdbc.Isolation;

/** The database below a runtime. */
final class Unguarded {
    private Unguarded() {}

    /** Connections that nothing guards, on the audited way. */
    static DataSource dataSource(Isolation isolation, String reason) {
        Configuration configuration = isolation.system(reason).dsl().configuration();
        if (configuration.connectionProvider() instanceof DataSourceConnectionProvider provider) {
            return provider.dataSource();
        }
        throw new IllegalStateException("The runtime's system access has no data source");
    }
}
