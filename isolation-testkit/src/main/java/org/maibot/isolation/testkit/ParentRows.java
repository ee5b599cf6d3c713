package org.maibot.isolation.testkit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.testkit.HostTable.ForeignKey;

/** The rows to which a new one may refer: those of its owner. */
record ParentRows(
        Connection connection,
        HostTable parent,
        ForeignKey key,
        @Nullable Owner owner) {
    private static final int MOST = 100;

    /**
     * The values of the key in them.
     *
     * @param known values of the child's columns
     */
    List<Map<String, Object>> matching(Map<String, @Nullable Object> known) throws SQLException {
        Map<String, Object> wanted = wanted(known);
        Set<String> columns = new LinkedHashSet<>(key.referenced());
        columns.addAll(wanted.keySet());
        Family family = parent.family();
        String sql = "select " + columns.stream().map(family::quote).collect(Collectors.joining(", ")) + " from "
                + family.quote(parent.name())
                + (wanted.isEmpty() ? "" : " where ")
                + wanted.keySet().stream()
                        .map(column -> family.quote(column) + " = ?")
                        .collect(Collectors.joining(" and "))
                + " order by "
                + key.referenced().stream().map(family::quote).collect(Collectors.joining(", ")) + " limit " + MOST;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int place = 1;
            for (Object value : wanted.values()) {
                SeedRow.bind(statement, place++, value, family);
            }
            return read(statement, List.copyOf(columns), wanted);
        }
    }

    /** What the columns of a parent must hold. */
    private Map<String, Object> wanted(Map<String, @Nullable Object> known) {
        Map<String, Object> wanted = new LinkedHashMap<>();
        if (owner != null) {
            for (Map.Entry<Dimension, String> column : parent.dimensions().entrySet()) {
                String id = owner.ids().get(column.getKey());
                if (id != null) {
                    wanted.put(column.getValue(), id);
                }
            }
        }
        for (int i = 0; i < key.columns().size(); i++) {
            Object value = known.get(key.columns().get(i));
            if (value != null) {
                wanted.put(key.referenced().get(i), value);
            }
        }
        return wanted;
    }

    private List<Map<String, Object>> read(
            PreparedStatement statement, List<String> columns, Map<String, Object> wanted) throws SQLException {
        List<Map<String, Object>> rows = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                Map<String, Object> values = new LinkedHashMap<>();
                for (int i = 0; i < columns.size(); i++) {
                    Object value = row.getObject(i + 1);
                    if (value != null) {
                        boolean kept = value instanceof byte[] || parent.family() == Family.SQLITE;
                        values.put(columns.get(i), kept ? value : String.valueOf(row.getString(i + 1)));
                    }
                }
                if (values.keySet().containsAll(key.referenced()) && areExact(values, wanted)) {
                    rows.add(values);
                }
            }
        }
        return rows;
    }

    /** Whether texts are the very same: collations may take others for it. */
    private boolean areExact(Map<String, Object> values, Map<String, Object> wanted) {
        return wanted.entrySet().stream()
                .allMatch(want -> parent.column(want.getKey())
                        .type()
                        .isSame(
                                String.valueOf(values.get(want.getKey())),
                                want.getValue().toString()));
    }
}
