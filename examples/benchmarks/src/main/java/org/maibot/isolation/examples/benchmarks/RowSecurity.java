package org.maibot.isolation.examples.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.maibot.isolation.Dimension;

/**
 * PostgreSQL's row security on the four columns, for a role of its own: the owner, as whom the other doors connect, is not
 * subject to it. Queries have no predicates; inserts give the columns, which the policies check.
 */
final class RowSecurity {
    private static final String ROLE = "chat_bot";
    private static final List<String> TABLES = List.of("messages", "chat_streams");
    private static final String SET = "select " + columns(", ", "set_config('isolation.%1$s', ?, false)");

    private RowSecurity() {}

    private static String columns(String separator, String part) {
        return Arrays.stream(Dimension.values())
                .map(dimension -> part.formatted(dimension.columnName()))
                .collect(Collectors.joining(separator));
    }

    /** Creates the role and the policies. */
    static void install(DataSource owner) throws SQLException {
        try (Connection connection = owner.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create role " + ROLE + " login");
            for (String table : TABLES) {
                statement.execute("grant select, insert on " + table + " to " + ROLE);
                statement.execute("alter table " + table + " enable row level security");
                statement.execute("create policy scope on " + table + " to " + ROLE + " using ("
                        + columns(" and ", "%1$s = current_setting('isolation.%1$s')") + ")");
            }
        }
    }

    /** A pool like that of the other doors. */
    static HikariDataSource pool(Server server) {
        HikariConfig config = server.connection();
        config.setUsername(ROLE);
        return Server.pool(config);
    }

    /** The settings are made once a checkout. */
    static Door onceACheckout(DataSource dataSource) {
        return door(dataSource, RowSecurity::set, JdbcChat.Preparation.NONE);
    }

    /** The settings are made before each statement. */
    static Door eachStatement(DataSource dataSource) {
        return door(dataSource, JdbcChat.Preparation.NONE, RowSecurity::set);
    }

    private static Door door(DataSource dataSource, JdbcChat.Preparation atCheckout, JdbcChat.Preparation atStatement) {
        JdbcChat.Texts texts = JdbcChat.Texts.of(Statements.SCOPED, Statements.BY_HAND);
        return new JdbcDoor(context -> dataSource, texts, atCheckout, atStatement);
    }

    private static void set(Connection connection, List<String> ids) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SET)) {
            for (int i = 0; i < ids.size(); i++) {
                statement.setString(i + 1, ids.get(i));
            }
            statement.executeQuery().close();
        }
    }
}
