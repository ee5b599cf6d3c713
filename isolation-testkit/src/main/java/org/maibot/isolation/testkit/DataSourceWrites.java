package org.maibot.isolation.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maibot.isolation.testkit.ContractDatabase.values;
import static org.maibot.isolation.testkit.ContractTable.OWNERS;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.testkit.HostileContexts.Pair;

/** What {@link IsolatedDataSourceContract} asks of inserts, updates and deletes. */
final class DataSourceWrites {
    private static final String INSERT_ALL =
            "insert into %s (tenant_id, agent_id, platform, chat_stream_id, id, body) values (?, ?, ?, ?, ?, ?)";
    private static final String INSERT = "insert into %s (id, body) values (?, ?)";

    private DataSourceWrites() {}

    static void inserts(ContractDatabase database) throws Exception {
        for (IsolationContext owner : OWNERS) {
            assertThat(database.update(owner, INSERT, 2, "new"))
                    .as("rows inserted as %s", owner)
                    .isOne();
        }
        requireNewRows(database, 2);
    }

    static void insertsWithIds(ContractDatabase database) throws Exception {
        for (IsolationContext owner : OWNERS) {
            assertThat(database.update(owner, INSERT_ALL, values(owner, 2, "new")))
                    .as("rows inserted as %s", owner)
                    .isOne();
        }
        requireNewRows(database, 2);
    }

    static void batches(ContractDatabase database) throws Exception {
        for (IsolationContext owner : OWNERS) {
            try (Connection connection = database.connect(owner);
                    PreparedStatement insert = connection.prepareStatement(database.sql(INSERT));
                    Statement statement = connection.createStatement()) {
                for (long id = 2; id <= 3; id++) {
                    insert.setLong(1, id);
                    insert.setString(2, "new");
                    insert.addBatch();
                }
                assertThat(insert.executeBatch()).hasSize(2);
                statement.addBatch(database.sql("insert into %s (id, body) values (4, 'new')"));
                statement.addBatch(database.sql("update %s set body = 'old' where body <> 'new'"));
                assertThat(statement.executeBatch())
                        .as("by a batch, as %s", owner)
                        .containsExactly(1, 1);
            }
        }
        requireNewRows(database, 2, 3, 4);
        assertThat(database.table().rows(row -> row.id() == 1))
                .allMatch(row -> row.body().equals("old"));
    }

    /** Each owner has one new row of each id. */
    private static void requireNewRows(ContractDatabase database, long... ids) throws Exception {
        List<ContractRow> expected = new ArrayList<>();
        for (IsolationContext owner : OWNERS) {
            for (long id : ids) {
                expected.add(new ContractRow(owner, id, "new"));
            }
        }
        assertThat(database.table().rows(row -> row.id() != 1)).containsExactlyInAnyOrderElementsOf(expected);
    }

    /** A row that somebody else updates as well has another id in the end. */
    static void updates(ContractDatabase database) throws Exception {
        for (IsolationContext owner : OWNERS) {
            assertThat(database.update(owner, "update %s set id = id + 1 where body <> ? or 1 = 1", "x"))
                    .as("rows updated as %s", owner)
                    .isOne();
        }
        assertThat(database.table().rows()).hasSize(OWNERS.size()).allMatch(row -> row.id() == 2);
    }

    static void deletes(ContractDatabase database) throws Exception {
        List<IsolationContext> left = new ArrayList<>(OWNERS);
        for (IsolationContext owner : OWNERS) {
            database.update(owner, "delete from %s where body <> ? or 1 = 1", "x");
            left.remove(owner);
            assertThat(database.table().rows())
                    .as("rows that are left when %s has deleted its own", owner)
                    .extracting(ContractRow::owner)
                    .containsExactlyInAnyOrderElementsOf(left);
        }
    }

    static void foreignInserts(ContractDatabase database) throws Exception {
        List<ContractRow> before = database.table().rows();
        for (Pair pair : HostileContexts.pairs()) {
            database.requireRefused(pair.one(), INSERT_ALL, values(pair.other(), 2, "smuggled"));
        }
        Pair pair = HostileContexts.pairs().get(0);
        database.requireRefused(
                pair.one(),
                "insert into %s (tenant_id, id, body) values ('" + pair.other().tenantId() + "', 3, 'smuggled')");
        assertThat(database.table().rows()).containsExactlyInAnyOrderElementsOf(before);
    }

    static void moves(ContractDatabase database) throws Exception {
        List<ContractRow> before = database.table().rows();
        for (Pair pair : HostileContexts.pairs()) {
            Object[] there = values(pair.other(), 2, ContractTable.stored(pair.one()));
            database.requireRefused(
                    pair.one(),
                    "update %s set tenant_id = ?, agent_id = ?, platform = ?, chat_stream_id = ?, id = ? where body = ?",
                    there);
        }
        Pair pair = HostileContexts.pairs().get(0);
        String tenant = pair.other().tenantId();
        database.requireRefused(
                pair.one(),
                "update %s set id = 3, tenant_id = '" + tenant + "' where body = ?",
                ContractTable.stored(pair.one()));
        assertThat(database.table().rows()).containsExactlyInAnyOrderElementsOf(before);
    }

    /** The scope's own row is there already. */
    static void upserts(ContractDatabase database) throws Exception {
        String upsert = upsert(database, INSERT_ALL, "tenant_id, agent_id, platform, chat_stream_id, id");
        for (IsolationContext owner : OWNERS) {
            database.update(owner, upsert, values(owner, 1, "upserted"));
            assertThat(database.table().rows(row -> row.body().equals("upserted")))
                    .as("rows that are written when %s has upserted its own", owner)
                    .extracting(ContractRow::owner)
                    .containsExactlyInAnyOrderElementsOf(OWNERS.subList(0, OWNERS.indexOf(owner) + 1));
        }
        List<ContractRow> before = database.table().rows();
        for (Pair pair : HostileContexts.pairs()) {
            database.requireRefused(pair.one(), upsert, values(pair.other(), 1, "smuggled"));
        }
        assertThat(database.table().rows()).containsExactlyInAnyOrderElementsOf(before);
    }

    /** The row that is there already is another scope's. What is written of the scope's own does not matter. */
    static void foreignUpserts(ContractDatabase database) throws Exception {
        List<ContractRow> before = database.table().rows();
        String upsert = upsert(database, INSERT, "id");
        String upsertAll = upsert(database, INSERT_ALL, "id");
        for (Pair pair : HostileContexts.pairs()) {
            int theirs = OWNERS.indexOf(pair.other()) + 1;
            ContractDatabase.attempt(() -> database.update(pair.one(), upsert, theirs, "smuggled"));
            ContractDatabase.attempt(
                    () -> database.update(pair.one(), upsertAll, values(pair.one(), theirs, "smuggled")));
            assertThat(database.table().rows())
                    .as("rows when %s has upserted the id of a row of %s", pair.one(), pair.other())
                    .containsExactlyInAnyOrderElementsOf(before);
        }
    }

    private static String upsert(ContractDatabase database, String insert, String key) throws Exception {
        return switch (database.table().family()) {
            case SQLITE, POSTGRESQL -> insert + " on conflict (" + key + ") do update set body = excluded.body";
            case MYSQL -> insert + " on duplicate key update body = 'upserted'";
        };
    }
}
