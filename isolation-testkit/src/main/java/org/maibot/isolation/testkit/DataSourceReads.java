package org.maibot.isolation.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maibot.isolation.testkit.ContractTable.OWNERS;
import static org.maibot.isolation.testkit.ContractTable.body;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.List;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.IsolationContext;

/** What {@link IsolatedDataSourceContract} asks of queries. */
final class DataSourceReads {
    /** Queries for the row of a context, by its ids. MySQL's optimizer moves such conditions into sub-selects and joins. */
    private static final List<String> THE_ROW_OF = List.of(
            "select body from %s where tenant_id = ? and agent_id = ? and platform = ? and chat_stream_id = ?",
            "select x.body from (select * from %s) x where x.tenant_id = ? and x.agent_id = ? and x.platform = ?"
                    + " and x.chat_stream_id = ?",
            "select b.body from %s a left join %s b on a.id = b.id where b.tenant_id = ? and b.agent_id = ?"
                    + " and b.platform = ? and b.chat_stream_id = ?");

    private DataSourceReads() {}

    static void ownRows(ContractDatabase database) throws Exception {
        for (IsolationContext owner : OWNERS) {
            try (Connection connection = database.connect(owner);
                    Statement statement = connection.createStatement()) {
                String sql = database.sql("select body from %s");
                assertThat(database.bodies(connection, sql))
                        .as("read as %s", owner)
                        .containsExactly(body(owner));
                assertThat(ContractDatabase.bodies(statement.executeQuery(sql)))
                        .as("read as %s", owner)
                        .containsExactly(body(owner));
            }
        }
    }

    static void joinsAndSubqueries(ContractDatabase database) throws Exception {
        for (IsolationContext owner : OWNERS) {
            try (Connection connection = database.connect(owner)) {
                for (String sql : List.of(
                        "select a.body from %s a join %s b on a.id = b.id",
                        "select b.body from %s a join %s b on a.id = b.id",
                        "select b.body from %s a left join %s b on a.id <= b.id",
                        "select body from %s where id in (select id from %s)",
                        "select (select max(body) from %s) from %s",
                        "select (select min(body) from %s) from %s",
                        "select x.body from (select body from %s) x",
                        "with x as (select body from %s) select body from x",
                        "select body from %s union select body from %s")) {
                    assertThat(database.bodies(connection, sql))
                            .as("read as %s by %s", owner, sql)
                            .containsExactly(body(owner));
                }
            }
        }
    }

    static void predicates(ContractDatabase database) throws Exception {
        for (HostileContexts.Pair pair : HostileContexts.pairs()) {
            try (Connection connection = database.connect(pair.one())) {
                Object tenant = pair.other().tenantId();
                Object stream = pair.other().chatStreamId().orElseThrow();
                String any = "select body from %s where 1 = 1 or tenant_id = ? or chat_stream_id = ?";
                assertThat(database.bodies(connection, any, tenant, stream))
                        .as("read as %s", pair)
                        .containsExactly(body(pair.one()));
                Object[] others = ContractTable.ids(pair.other()).toArray();
                for (String sql : THE_ROW_OF) {
                    assertThat(database.bodies(connection, sql, others))
                            .as("the row of %s, read as %s by %s", pair.other(), pair.one(), sql)
                            .isEmpty();
                }
            }
        }
    }

    static void aggregates(ContractDatabase database) throws Exception {
        for (IsolationContext owner : OWNERS) {
            try (Connection connection = database.connect(owner)) {
                assertThat(database.bodies(connection, "select count(*) from %s"))
                        .as("rows counted as %s", owner)
                        .containsExactly("1");
                assertThat(database.bodies(connection, "select max(body) from %s"))
                        .as("read as %s", owner)
                        .containsExactly(body(owner));
            }
        }
    }

    static void widerContexts(ContractDatabase database) throws Exception {
        for (Dimension level : List.of(Dimension.TENANT, Dimension.AGENT, Dimension.PLATFORM)) {
            for (IsolationContext wide : HostileContexts.at(level)) {
                try (Connection connection = database.connect(wide)) {
                    assertThat(database.bodies(connection, "select body from %s"))
                            .as("read as %s", wide)
                            .containsExactlyInAnyOrderElementsOf(OWNERS.stream()
                                    .filter(wide::contains)
                                    .map(ContractTable::body)
                                    .toList());
                }
            }
        }
    }

    static void preparedAgain(ContractDatabase database) throws Exception {
        for (IsolationContext owner : OWNERS) {
            try (Connection connection = database.connect(owner);
                    PreparedStatement query =
                            connection.prepareStatement(database.sql("select body from %s where id >= ?"))) {
                assertThat(ContractDatabase.bodies(query, 1))
                        .as("first, as %s", owner)
                        .containsExactly(body(owner));
                assertThat(ContractDatabase.bodies(query, 2))
                        .as("second, as %s", owner)
                        .isEmpty();
                query.clearParameters();
                assertThat(ContractDatabase.bodies(query, 0))
                        .as("third, as %s", owner)
                        .containsExactly(body(owner));
            }
        }
    }
}
