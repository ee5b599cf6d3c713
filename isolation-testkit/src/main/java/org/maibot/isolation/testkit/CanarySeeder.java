package org.maibot.isolation.testkit;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.testkit.Canaries.Canary;
import org.maibot.isolation.testkit.ColumnValues.Option;
import org.maibot.isolation.testkit.HostTable.ForeignKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Plants rows of contexts in all tables of a database, in one transaction of its caller's. */
final class CanarySeeder {
    private static final Logger LOG = LoggerFactory.getLogger(CanarySeeder.class);

    /** What waits there is work for the bot that is tested. */
    private static final Set<String> INBOX = Set.of("heartflow_inbox", "heartflow_outcomes");

    private static final long FIRST_NUMBER = 1_000_000;

    private final Connection connection;
    private final HostSchema schema;
    private final Map<String, Map<String, List<Option>>> given;
    private final int rows;
    private final PlantingOrder order;
    private final Map<String, RowPlanter> planters = new HashMap<>();
    private final List<Promise> promises = new ArrayList<>();
    private final Map<String, Canary> canaries = new LinkedHashMap<>();
    private final Tokens tokens = new Tokens();
    private long number = FIRST_NUMBER + new SecureRandom().nextInt(1_000_000_000);

    /** Values of a key that rows have already, though the row that they refer to is still to be planted. */
    private record Promise(String table, @Nullable Owner owner, Map<String, Object> key) {}

    /**
     * Creates it.
     *
     * @param given values by table and column
     * @param leftOut the tables that get none
     * @param rows how many of each owner a table gets
     */
    CanarySeeder(
            Connection connection,
            HostSchema schema,
            Map<String, Map<String, List<Option>>> given,
            Set<String> leftOut,
            int rows) {
        this.connection = connection;
        this.schema = schema;
        this.given = given;
        this.rows = rows;
        this.order = PlantingOrder.of(schema.tables().values().stream()
                .filter(table -> table.description() != null)
                .filter(table -> !INBOX.contains(table.name()) && !leftOut.contains(table.name()))
                .toList());
    }

    /** Plants rows of contexts. */
    PlantedCanaries plant(List<IsolationContext> contexts) throws SQLException {
        if (!order.promised().isEmpty()) {
            deferKeys();
        }
        for (HostTable table : order.tables()) {
            if (table.isScoped()) {
                for (Owner owner : Owner.of(table, contexts)) {
                    plant(table, owner);
                }
            } else if (Twin.texts(connection, "select 1 from " + schema.family().quote(table.name()) + " limit 1")
                    .isEmpty()) {
                plantShared(table, Map.of());
            }
        }
        return PlantedCanaries.read(connection, schema, canaries);
    }

    private void deferKeys() throws SQLException {
        String sql =
                schema.family() == Family.SQLITE ? "pragma defer_foreign_keys = on" : "set constraints all deferred";
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void plant(HostTable table, Owner owner) throws SQLException {
        List<Map<String, Object>> keys = promised(table, owner);
        for (int i = 0; i < Math.max(table.hasOneRowEach() ? 1 : rows, keys.size()); i++) {
            try {
                if (!planter(table).plant(owner, i < keys.size() ? keys.get(i) : Map.of())) {
                    return;
                }
            } catch (PlantingException e) {
                if (owner.open(table).isEmpty() || !table.nullIsWider().containsAll(owner.open(table))) {
                    throw e;
                }
                LOG.warn("Rows of a wider level are not planted. {}", e.getMessage());
                return;
            }
        }
    }

    /** Plants rows that are nobody's. */
    void plantShared(HostTable table, Map<String, Object> wanted) throws SQLException {
        boolean more = true;
        boolean one = !wanted.isEmpty() && wanted.keySet().containsAll(table.primaryKey());
        for (int i = 0; more && i < (one ? 1 : rows); i++) {
            more = planter(table).plant(null, wanted);
        }
    }

    private RowPlanter planter(HostTable table) {
        return planters.computeIfAbsent(
                table.name(), name -> new RowPlanter(connection, table, given.getOrDefault(name, Map.of()), this));
    }

    private List<Map<String, Object>> promised(HostTable table, Owner owner) {
        return promises.stream()
                .filter(promise -> promise.table().equals(table.name()) && isOf(table, promise.owner(), owner))
                .map(Promise::key)
                .toList();
    }

    private static boolean isOf(HostTable table, @Nullable Owner child, Owner owner) {
        return child == null
                || table.dimensions().keySet().stream()
                        .allMatch(dimension -> String.valueOf(child.ids().get(dimension))
                                .equals(String.valueOf(owner.ids().get(dimension))));
    }

    /** Whether the parent of a key comes later. */
    boolean isPromised(ForeignKey key) {
        return order.promised().contains(key);
    }

    @Nullable
    HostTable table(String name) {
        return schema.tables().get(name);
    }

    /** Another number for each row. */
    long nextNumber() {
        return number++;
    }

    /** A draw for one column. */
    Draw draw(long drawn, long ordinal, @Nullable Owner owner) {
        return Draw.of(drawn, ordinal, owner == null ? null : tokens);
    }

    /** Keeps what a row holds that was planted. */
    void add(SeedRow row, @Nullable Owner owner) {
        row.promised().forEach((key, values) -> promises.add(new Promise(key.parent(), owner, values)));
        if (owner == null) {
            return;
        }
        row.tokens()
                .forEach((token, column) ->
                        canaries.put(token, new Canary(token, row.table().name(), column, owner.context())));
    }
}
