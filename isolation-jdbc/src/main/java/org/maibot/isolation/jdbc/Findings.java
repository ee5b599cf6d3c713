package org.maibot.isolation.jdbc;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.jdbc.SchemaFinding.Severity;
import org.maibot.isolation.jdbc.TableRule.DimensionColumn;

/** What an audit has found so far, in a schema whose tables have these rules. */
final class Findings {
    private final SchemaRules rules;
    private final List<SchemaFinding> found = new ArrayList<>();

    Findings(SchemaRules rules) {
        this.rules = rules;
    }

    /** The rule of a table, or empty if it has none: nothing in a scope comes near it. */
    Optional<TableRule> rule(LiveSchema.Key table) {
        return rules.find(table.schema(), table.table());
    }

    /** The rule of a table, if it is a scoped one. */
    Optional<TableRule> scoped(LiveSchema.Key table) {
        return rule(table).filter(TableRule::isScoped);
    }

    /** The rules of the tables that are declared global. */
    Map<LiveSchema.Key, TableRule> declaredGlobal() {
        return rules.global();
    }

    /** Adds a finding about a table. */
    void add(Severity severity, String kind, LiveSchema.Key table, String message) {
        found.add(new SchemaFinding(kind + ":" + name(table), severity, message));
    }

    /** Adds a finding about a part of a table. */
    void add(Severity severity, String kind, LiveSchema.Key table, String part, String message) {
        found.add(new SchemaFinding(kind + ":" + name(table) + "." + part, severity, message));
    }

    /** The table's name as the database spells it, with its schema unless that is the default one. */
    private String name(LiveSchema.Key table) {
        String name = rule(table).map(TableRule::table).orElse(table.table());
        return rules.find(table.table()).equals(rule(table)) ? name : table.schema() + "." + name;
    }

    List<SchemaFinding> inOrder() {
        return found.stream().sorted(SchemaFinding.ORDER).toList();
    }

    /** What a key is called that has no name of its own. */
    static String nameOf(Collection<String> columns) {
        return "(" + String.join(",", columns) + ")";
    }

    /** The columns of all dimensions that a table carries, outermost first. */
    static Map<Dimension, DimensionColumn> columns(TableRule rule) {
        return rule.fixedBy(Dimension.CHAT_STREAM);
    }

    /** The names of the columns of some dimensions of a table. */
    static String names(TableRule rule, Collection<Dimension> dimensions) {
        return columns(rule).entrySet().stream()
                .filter(entry -> dimensions.contains(entry.getKey()))
                .map(entry -> Refusal.bounded(entry.getValue().name()))
                .collect(Collectors.joining(", "));
    }

    /** The names of all isolation columns of a table. */
    static String names(TableRule rule) {
        return names(rule, columns(rule).keySet());
    }
}
