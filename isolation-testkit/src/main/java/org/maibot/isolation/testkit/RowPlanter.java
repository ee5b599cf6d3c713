package org.maibot.isolation.testkit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.testkit.ColumnValues.Option;
import org.maibot.isolation.testkit.Refused.Why;

/** Plants rows in one table. What it took of one row is tried first for the next. */
final class RowPlanter {
    private static final int TAKEN_KEYS = 12;

    private final Connection connection;
    private final HostTable table;
    private final CanarySeeder seeder;
    private final RowValues values;
    private final Map<Set<Dimension>, Map<String, Integer>> chosen = new HashMap<>();

    RowPlanter(Connection connection, HostTable table, Map<String, List<Option>> given, CanarySeeder seeder) {
        this.connection = connection;
        this.table = table;
        this.seeder = seeder;
        this.values = new RowValues(connection, table, given, seeder);
    }

    /**
     * Plants a row.
     *
     * @param owner or null for one that is nobody's
     * @param wanted values that it must have
     * @return false if the keys of the table take no more rows of the owner
     */
    boolean plant(@Nullable Owner owner, Map<String, Object> wanted) throws SQLException {
        Map<String, @Nullable Object> fixed = values.fixed(owner, wanted);
        Set<Dimension> level = owner == null ? Set.of() : owner.open(table);
        RowSearch search = new RowSearch(table, values.options(fixed.keySet()), chosen.getOrDefault(level, Map.of()));
        int taken = 0;
        while (true) {
            SeedRow row = values.row(owner, fixed, search);
            Refused refused = row.insertInto(connection).orElse(null);
            if (refused == null) {
                chosen.put(level, search.chosen());
                seeder.add(row, owner);
                return true;
            }
            taken += refused.why() == Why.TAKEN ? 1 : 0;
            if (taken == TAKEN_KEYS && holdsRowsOf(fixed)) {
                return false;
            }
            if (taken == TAKEN_KEYS || (refused.why() != Why.TAKEN && !search.change(refused))) {
                throw notPlanted(refused, owner);
            }
        }
    }

    /** Whether there are rows with such values, and not only with others that a collation takes for them. */
    private boolean holdsRowsOf(Map<String, @Nullable Object> fixed) throws SQLException {
        String sql = "select "
                + fixed.keySet().stream()
                        .map(column -> table.family().quote(column) + ", ")
                        .collect(Collectors.joining())
                + "1 from " + table.family().quote(table.name()) + " where 1 = 1"
                + fixed.entrySet().stream()
                        .map(value -> " and " + table.family().quote(value.getKey())
                                + (value.getValue() == null ? " is null" : " = ?"))
                        .collect(Collectors.joining());
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int place = 1;
            for (Object value : fixed.values()) {
                if (value != null) {
                    SeedRow.bind(statement, place++, value, table.family());
                }
            }
            try (ResultSet row = statement.executeQuery()) {
                boolean found = false;
                while (!found && row.next()) {
                    found = isExact(row, fixed);
                }
                return found;
            }
        }
    }

    private boolean isExact(ResultSet row, Map<String, @Nullable Object> fixed) throws SQLException {
        int place = 1;
        for (Map.Entry<String, @Nullable Object> value : fixed.entrySet()) {
            String text = String.valueOf(row.getString(place++));
            if (!table.column(value.getKey()).type().isSame(text, String.valueOf(value.getValue()))) {
                return false;
            }
        }
        return true;
    }

    private PlantingException notPlanted(Refused refused, @Nullable Owner owner) {
        boolean ofOthers = refused.why() == Why.UNCHECKED
                && refused.check(table.checks())
                        .filter(check -> table.dimensions().values().stream().noneMatch(check.columns()::contains))
                        .isPresent();
        return new PlantingException(
                "The table " + table.name() + " takes no row " + (owner == null ? "" : "of " + owner.context() + " ")
                        + "that could be thought of; the database says of the last one: " + refused.message()
                        + ". Give values that it takes: column(\"" + table.name() + "\", …), or other contexts",
                !ofOthers);
    }
}
