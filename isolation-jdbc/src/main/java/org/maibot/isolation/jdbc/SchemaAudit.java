package org.maibot.isolation.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.jdbc.SchemaFacts.Hook;
import org.maibot.isolation.jdbc.SchemaFacts.View;
import org.maibot.isolation.jdbc.SchemaFinding.Severity;
import org.maibot.isolation.jdbc.TableDescription.Access;

/** Finds what in a schema undermines isolation, and that no statement can make up for. */
final class SchemaAudit {
    private final SchemaFacts facts;
    private final Findings findings;

    private SchemaAudit(SchemaFacts facts, Findings findings) {
        this.facts = facts;
        this.findings = findings;
    }

    /** Returns all findings, errors first, then by name. */
    static List<SchemaFinding> of(Connection connection, SchemaRules rules) throws SQLException {
        SchemaFacts facts = SchemaFactsReader.read(connection, rules);
        Findings findings = new Findings(rules);
        new KeyAudit(facts, findings).judge();
        new ForeignKeyAudit(facts, findings).judge();
        new ColumnAudit(connection, rules.syntax().family(), facts, findings).judge();
        new SchemaAudit(facts, findings).judge();
        return findings.inOrder();
    }

    private void judge() {
        facts.hooks()
                .forEach(hook -> findings.rule(hook.table())
                        .filter(rule ->
                                rule.access() != Access.GLOBAL && !rule.isView()) // others are not written in a scope
                        .ifPresent(rule -> judge(hook, rule)));
        Map<LiveSchema.Key, View> views = new LinkedHashMap<>();
        facts.views().forEach(view -> views.put(view.view(), view));
        views.values().forEach(view -> findings.rule(view.view()).ifPresent(rule -> judge(view, rule)));
        findings.declaredGlobal().forEach(this::judgeGlobal);
    }

    private void judgeGlobal(LiveSchema.Key table, TableRule rule) {
        String column = Dimension.TENANT.columnName();
        if (!rule.isView() && rule.hasColumn(column)) {
            findings.add(
                    Severity.ERROR,
                    "global-table",
                    table,
                    "The table " + Refusal.bounded(rule.table()) + " is declared global and has a column " + column
                            + ": every scope sees the rows of all. Do not declare it, or accept it once the column says"
                            + " something else than whose the rows are");
        }
    }

    private void judge(Hook hook, TableRule rule) {
        findings.add(
                Severity.ERROR,
                hook.kind(),
                hook.table(),
                hook.name(),
                "The " + hook.kind() + " " + Refusal.bounded(hook.name()) + " of table " + Refusal.bounded(rule.table())
                        + " runs SQL that is not scoped: it can change rows of any scope, or move the row to another."
                        + " Drop it and do its work in the host, or accept it once it is sure to keep to the row's scope");
    }

    private void judge(View view, TableRule rule) {
        String name = Refusal.bounded(rule.table());
        if (rule.isScoped() && !rule.isComputed()) {
            findings.add(
                    Severity.WARNING,
                    "view",
                    view.view(),
                    "The materialized view " + name
                            + " is confined by its own isolation columns, whatever its rows were"
                            + " made of. Join its tables by the isolation columns too, and accept it once each of its rows"
                            + " is sure to come from the scope that its columns name");
        } else if (rule.isScoped() && view.ownerRights()) {
            findings.add(
                    Severity.WARNING,
                    "view",
                    view.view(),
                    "The view " + name
                            + " has its owner's rights: scoped statements read its tables with their own, but"
                            + " whoever reads it past the isolation is not confined by policies on its tables. Give it its"
                            + " caller's rights");
        } else if (!rule.isScoped() && readsScoped(view.view(), new HashSet<>())) {
            findings.add(
                    Severity.ERROR,
                    "global-view",
                    view.view(),
                    "The view " + name + " is declared global and reads scoped tables: every scope sees the rows of"
                            + " all. Give it the isolation columns of its tables, and do not declare it");
        }
    }

    private boolean readsScoped(LiveSchema.Key view, Set<LiveSchema.Key> seen) {
        return seen.add(view)
                && facts.views().stream()
                        .filter(other -> other.view().equals(view))
                        .map(View::source)
                        .anyMatch(source ->
                                source != null && (findings.scoped(source).isPresent() || readsScoped(source, seen)));
    }
}
