package org.maibot.isolation.jdbc;

import static java.util.Objects.requireNonNullElse;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.jdbc.SchemaFacts.ForeignKey;
import org.maibot.isolation.jdbc.SchemaFacts.Reference;
import org.maibot.isolation.jdbc.SchemaFinding.Severity;
import org.maibot.isolation.jdbc.TableDescription.Access;

/** Judges foreign keys: what they say of other scopes' rows, and what they do to them. */
final class ForeignKeyAudit {
    private static final Set<String> SPREADING = Set.of("CASCADE", "SET NULL", "SET DEFAULT");

    private final SchemaFacts facts;
    private final Findings findings;

    ForeignKeyAudit(SchemaFacts facts, Findings findings) {
        this.facts = facts;
        this.findings = findings;
    }

    void judge() {
        facts.foreignKeys()
                .forEach(key -> findings.rule(key.table())
                        .ifPresent(
                                child -> findings.rule(key.parent()).ifPresent(parent -> judge(key, child, parent))));
    }

    private void judge(ForeignKey key, TableRule child, TableRule parent) {
        if (child.isScoped() && parent.isScoped()) {
            judgeScoped(key, child, parent);
        } else if (parent.isScoped()) {
            add(
                    spreads(key) ? Severity.ERROR : Severity.WARNING,
                    key,
                    "lets a global table refer to rows of scopes: "
                            + (spreads(key)
                                    ? "what one scope does to its rows changes the global table for all"
                                    : "every scope sees which rows there are, and they cannot be deleted")
                            + ". Drop it, or give the table the isolation columns");
        } else if (child.isScoped() && parent.access() == Access.GLOBAL_WRITABLE && spreads(key)) {
            add(
                    Severity.ERROR,
                    key,
                    "hands on what any scope does to the global table to the rows of all scopes. Make it NO ACTION,"
                            + " or declare the table with builder.globalTables(…)");
        }
    }

    private void judgeScoped(ForeignKey key, TableRule child, TableRule parent) {
        Set<Dimension> held = held(key, child, parent);
        Set<Dimension> ofChild = EnumSet.copyOf(Findings.columns(child).keySet());
        ofChild.removeAll(held);
        Set<Dimension> shared = EnumSet.copyOf(ofChild);
        shared.retainAll(Findings.columns(parent).keySet());
        if (spreads(key) && !ofChild.isEmpty()) {
            add(
                    Severity.ERROR,
                    key,
                    "changes or deletes rows of other scopes when a scope changes or deletes its own. Make it NO ACTION,"
                            + " or add " + Findings.names(child, ofChild) + " to it and to the key that it refers to");
        } else if (unsetsDimension(key, child)) {
            add(
                    Severity.ERROR,
                    key,
                    "takes rows out of their scope: it sets their isolation columns too. Make it NO ACTION, or name the"
                            + " columns to be set where the database can do that");
        } else if (!shared.isEmpty()) {
            add(
                    Severity.WARNING,
                    key,
                    "can refer to rows of another scope, and tells whether there are any. Add "
                            + Findings.names(child, shared) + " to it and to the key that it refers to");
        }
    }

    private void add(Severity severity, ForeignKey key, String what) {
        String name = requireNonNullElse(
                key.name(),
                Findings.nameOf(key.references().stream().map(Reference::column).toList()));
        findings.add(
                severity,
                "foreign-key",
                key.table(),
                name,
                "The foreign key " + Refusal.bounded(name) + " of table "
                        + Refusal.bounded(key.table().table()) + " " + what);
    }

    /** The dimensions in which a row and the row that it refers to are the same. */
    private static Set<Dimension> held(ForeignKey key, TableRule child, TableRule parent) {
        Set<Dimension> held = EnumSet.noneOf(Dimension.class);
        for (Reference reference : key.references()) {
            child.dimensionOf(reference.column())
                    .filter(dimension -> parent.dimensionOf(reference.parentColumn())
                            .filter(dimension::equals)
                            .isPresent())
                    .ifPresent(held::add);
        }
        return held;
    }

    private static boolean spreads(ForeignKey key) {
        return Stream.of(key.onDelete(), key.onUpdate()).anyMatch(SPREADING::contains);
    }

    private boolean unsetsDimension(ForeignKey key, TableRule child) {
        return key.references().stream()
                .filter(reference -> child.dimensionOf(reference.column()).isPresent())
                .anyMatch(reference -> unsets(key.onUpdate(), key, reference)
                        || (reference.unset() && unsets(key.onDelete(), key, reference)));
    }

    /** Whether an action gives a column another value; one that cannot be NULL makes SET NULL fail. */
    private boolean unsets(String action, ForeignKey key, Reference reference) {
        return action.equals("SET DEFAULT")
                || (action.equals("SET NULL")
                        && facts.columns().stream()
                                .anyMatch(column -> column.nullable()
                                        && column.table().equals(key.table())
                                        && column.column().equals(reference.column())));
    }
}
