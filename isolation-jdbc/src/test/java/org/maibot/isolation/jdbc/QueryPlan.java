package org.maibot.isolation.jdbc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * How a database goes about a statement.
 *
 * @param steps for each table how its rows are found, by which index, and by how much of it
 */
record QueryPlan(List<String> steps) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> POSTGRESQL = List.of("Node Type", "Relation Name", "Alias", "Index Name");
    private static final List<String> MYSQL = List.of("table_name", "access_type", "key", "used_key_parts");

    /** Asks for the plan of a statement with values for its bind variables. */
    static QueryPlan of(TestDatabase kind, Connection connection, String sql, List<Object> values) throws SQLException {
        List<String> steps = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(explain(kind) + sql)) {
            for (int i = 0; i < values.size(); i++) {
                statement.setObject(i + 1, values.get(i));
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    switch (kind.family()) {
                        case "sqlite" -> steps.add(rows.getString("detail").replace(" main.", " "));
                        case "postgresql" -> collect(json(rows), "Node Type", POSTGRESQL, steps);
                        default -> collect(json(rows), "table_name", MYSQL, steps);
                    }
                }
            }
        }
        return new QueryPlan(List.copyOf(steps));
    }

    private static String explain(TestDatabase kind) {
        return switch (kind.family()) {
            case "sqlite" -> "explain query plan ";
            case "postgresql" -> "explain (format json) ";
            default -> "explain format=json ";
        };
    }

    private static JsonNode json(ResultSet rows) throws SQLException {
        try {
            return JSON.readTree(rows.getString(1));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The plan is no JSON", e);
        }
    }

    /** Collects the objects that have a field, with some of their fields, outer ones first. */
    private static void collect(JsonNode node, String kind, List<String> fields, List<String> steps) {
        if (node.has(kind)) {
            StringBuilder step = new StringBuilder();
            fields.stream()
                    .filter(node::has)
                    .forEach(field -> step.append(node.get(field)).append(' '));
            steps.add(step.toString().strip());
        }
        node.forEach(child -> collect(child, kind, fields, steps));
    }
}
