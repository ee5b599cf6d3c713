package org.maibot.isolation.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.maibot.isolation.testkit.ContractTable.OWNERS;
import static org.maibot.isolation.testkit.ContractTable.body;
import static org.maibot.isolation.testkit.ContractTable.planted;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.testkit.HostileContexts.Pair;

/** What {@link IsolatedDataSourceContract} asks of connections, which pools lend from one to another. */
final class DataSourceConnections {
    private static final String INSERT = "insert into %s (id, body) values (?, ?)";
    private static final String SELECT = "select body from %s";

    private DataSourceConnections() {}

    static void alternating(ContractDatabase database) throws Exception {
        for (Pair pair : HostileContexts.pairs()) {
            try (Connection one = database.connect(pair.one());
                    Connection other = database.connect(pair.other());
                    PreparedStatement ones = one.prepareStatement(database.sql(SELECT));
                    PreparedStatement others = other.prepareStatement(database.sql(SELECT))) {
                for (int round = 0; round < 2; round++) {
                    assertThat(ContractDatabase.bodies(ones))
                            .as("read as %s, which reads too", pair)
                            .containsExactly(body(pair.one()));
                    assertThat(ContractDatabase.bodies(others))
                            .as("read as %s while %s reads", pair.other(), pair.one())
                            .containsExactly(body(pair.other()));
                }
            }
        }
    }

    static void onThreads(ContractDatabase database) throws Exception {
        List<Callable<Void>> tasks = new ArrayList<>();
        List<ContractRow> expected = new ArrayList<>();
        for (IsolationContext owner : OWNERS) {
            tasks.add(() -> readAndInsert(database, owner));
            expected.add(planted(owner));
            expected.add(new ContractRow(owner, 2, mark(owner)));
        }
        Threads.run(tasks);
        assertThat(database.table().rows()).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static String mark(IsolationContext owner) {
        return "new " + OWNERS.indexOf(owner);
    }

    private static Void readAndInsert(ContractDatabase database, IsolationContext owner) throws Exception {
        for (int round = 0; round < 3; round++) {
            try (Connection connection = database.connect(owner)) {
                assertThat(database.bodies(connection, SELECT + " where id = 1"))
                        .as("read as %s while others read", owner)
                        .containsExactly(body(owner));
            }
        }
        database.update(owner, INSERT, 2, mark(owner));
        return null;
    }

    static void comingBack(ContractDatabase database) throws Exception {
        for (Pair pair : HostileContexts.pairs().subList(0, 4)) {
            try (Connection left = database.connect(pair.one())) {
                left.setAutoCommit(false);
                database.update(left, INSERT, 2, "unfinished");
            }
            try (Connection next = database.connect(pair.other())) {
                assertThat(next.getAutoCommit())
                        .as("auto-commit of the connection that %s gets after %s", pair.other(), pair.one())
                        .isTrue();
                assertThat(database.bodies(next, SELECT))
                        .as("read as %s after %s", pair.other(), pair.one())
                        .containsExactly(body(pair.other()));
            }
        }
        assertThat(database.table().rows(row -> row.id() != 1))
                .as("rows of transactions that were open when their connections were closed")
                .isEmpty();
    }

    static void closed(ContractDatabase database) throws Exception {
        Connection closed = database.connect(OWNERS.get(0));
        PreparedStatement query = closed.prepareStatement(database.sql(SELECT));
        closed.close();
        try (Connection next = database.connect(OWNERS.get(1))) {
            assertThatExceptionOfType(SQLException.class)
                    .as("use of a connection that was closed")
                    .isThrownBy(() -> closed.prepareStatement(database.sql(SELECT)));
            assertThatExceptionOfType(SQLException.class)
                    .as("use of a statement whose connection was closed")
                    .isThrownBy(query::executeQuery);
            assertThat(database.bodies(next, SELECT)).containsExactly(body(OWNERS.get(1)));
        }
    }

    static void rolledBack(ContractDatabase database) throws Exception {
        List<ContractRow> before = database.table().rows();
        try (Connection connection = database.connect(OWNERS.get(0))) {
            connection.setAutoCommit(false);
            database.update(connection, INSERT, 2, "undone");
            database.update(connection, "update %s set body = 'undone'");
            assertThat(database.bodies(connection, SELECT)).containsExactly("undone", "undone");
            connection.rollback();
            assertThat(database.bodies(connection, SELECT)).containsExactly(body(OWNERS.get(0)));
            connection.rollback();
            connection.setAutoCommit(true);
        }
        assertThat(database.table().rows()).containsExactlyInAnyOrderElementsOf(before);
    }

    static void committed(ContractDatabase database) throws Exception {
        IsolationContext owner = OWNERS.get(0);
        try (Connection connection = database.connect(owner)) {
            connection.setAutoCommit(false);
            database.update(connection, INSERT, 2, "kept");
            connection.commit();
            database.update(connection, INSERT, 3, "undone");
            connection.rollback();
            connection.setAutoCommit(true);
        }
        assertThat(database.table().rows(row -> row.id() != 1)).containsExactly(new ContractRow(owner, 2, "kept"));
    }
}
