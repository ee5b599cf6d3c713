package org.maibot.isolation.testkit;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jooq.Configuration;
import org.jooq.impl.DataSourceConnectionProvider;
import org.maibot.isolation.jdbc.Isolation;

/** Ways to a database past what is in front of it. */
final class Unguarded {
    private Unguarded() {}

    /** The driver's own connection below a pool's, which a pool would close for some errors of a statement. */
    static Connection driver(Connection connection) throws SQLException {
        return connection.isWrapperFor(Connection.class) ? connection.unwrap(Connection.class) : connection;
    }

    /** Connections that nothing guards, on the audited way. */
    static DataSource dataSource(Isolation isolation, String reason) {
        Configuration configuration = isolation.system(reason).dsl().configuration();
        if (configuration.connectionProvider() instanceof DataSourceConnectionProvider provider) {
            return provider.dataSource();
        }
        throw new IllegalStateException("The runtime's system access has no data source");
    }
}
