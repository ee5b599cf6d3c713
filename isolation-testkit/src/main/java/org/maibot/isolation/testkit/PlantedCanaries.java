package org.maibot.isolation.testkit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.testkit.Canaries.Canary;
import org.maibot.isolation.testkit.HostType.Kind;
import org.maibot.isolation.testkit.Snapshot.Row;

/** The canaries that a database holds, and their rows as it holds them, by their tokens. */
record PlantedCanaries(Map<String, Held> held) {
    /** A canary in its row. */
    record Held(Canary canary, Row row) {}

    /**
     * Reads the rows in which canaries were planted: a trigger may have given them to somebody else.
     *
     * @throws IllegalStateException if a canary is not there
     */
    static PlantedCanaries read(Connection connection, HostSchema schema, Map<String, Canary> planted)
            throws SQLException {
        PlantedCanaries canaries = new PlantedCanaries(new LinkedHashMap<>());
        for (HostTable table : schema.scoped()) {
            for (Row row : table.rows().rows(connection)) {
                canaries.add(table, row, planted);
            }
        }
        canaries.requireAll(planted);
        return canaries;
    }

    private void add(HostTable table, Row row, Map<String, Canary> planted) {
        row.values().forEach((column, value) -> {
            for (String token : Tokens.in(value)) {
                Canary canary = planted.get(token);
                if (canary != null
                        && canary.table().equals(table.name())
                        && canary.column().equals(column)) {
                    held.put(token, held(canary, table, row));
                }
            }
        });
    }

    private static Held held(Canary canary, HostTable table, Row row) {
        Map<Dimension, String> ids = new EnumMap<>(Dimension.class);
        row.owner().forEach((dimension, id) -> {
            boolean padded =
                    table.column(table.dimensions().get(dimension)).type().kind() == Kind.PADDED_TEXT;
            ids.put(dimension, padded ? id.stripTrailing() : id);
        });
        Canary actual = new Canary(
                canary.token(),
                canary.table(),
                canary.column(),
                Owner.of(canary.owner(), ids).context());
        return new Held(actual, new Row(row.table(), ids, row.carried(), row.nullIsWider(), Map.of()));
    }

    private void requireAll(Map<String, Canary> planted) {
        Set<String> places = new HashSet<>();
        planted.forEach((token, canary) -> {
            if (!held.containsKey(token)) {
                places.add(canary.table() + "." + canary.column());
            }
        });
        if (!places.isEmpty()) {
            throw new IllegalStateException("The database has taken canaries and does not hold them in " + places
                    + ". A trigger, or a session that cuts values, changes them: give the columns values of your own with"
                    + " column(…)");
        }
    }

    /** Those in texts whose rows a context does not see. */
    List<Canary> foreignTo(IsolationContext reader, @Nullable Object found) {
        List<Canary> foreign = new ArrayList<>();
        for (String text : FoundTexts.of(found)) {
            for (String token : Tokens.in(text)) {
                Held canary = held.get(token);
                if (canary != null && !canary.row().isSeenIn(reader) && !foreign.contains(canary.canary())) {
                    foreign.add(canary.canary());
                }
            }
        }
        return foreign;
    }
}
