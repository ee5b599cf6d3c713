package org.maibot.isolation.jdbc;

import static java.util.Objects.requireNonNullElse;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.jdbc.SchemaFacts.Index;
import org.maibot.isolation.jdbc.SchemaFacts.IndexPart;
import org.maibot.isolation.jdbc.SchemaFinding.Severity;
import org.maibot.isolation.jdbc.TableRule.DimensionColumn;

/** Judges unique keys and other indexes. */
final class KeyAudit {
    private final SchemaFacts facts;
    private final Findings findings;

    KeyAudit(SchemaFacts facts, Findings findings) {
        this.facts = facts;
        this.findings = findings;
    }

    void judge() {
        facts.indexes().stream()
                .filter(Index::unique)
                .forEach(index -> findings.scoped(index.table()).ifPresent(rule -> judgeUnique(index, rule)));
        facts.columns().stream()
                .map(SchemaFacts.StoredColumn::table)
                .distinct()
                .forEach(table -> findings.scoped(table).ifPresent(rule -> judgeSearch(table, rule)));
    }

    private void judgeUnique(Index index, TableRule rule) {
        Set<Dimension> missing = EnumSet.copyOf(Findings.columns(rule).keySet());
        index.parts().forEach(part -> {
            if (part.column() != null) {
                rule.dimensionOf(part.column())
                        .filter(dimension -> keepsApart(part, rule, dimension))
                        .ifPresent(missing::remove);
            }
        });
        if (missing.isEmpty()) {
            return;
        }
        String name = requireNonNullElse(index.name(), Findings.nameOf(columns(index)));
        findings.add(
                Severity.WARNING,
                "unique-key",
                index.table(),
                name,
                "The unique key " + Refusal.bounded(name) + " of table " + Refusal.bounded(rule.table())
                        + " holds for all scopes together: by an error or a conflict, one can tell what values another"
                        + " has. Add " + Findings.names(rule, missing) + " to it, as a whole and with the column's"
                        + " collation");
    }

    /** A column that is itself not exact is a finding of its own. */
    private static boolean keepsApart(IndexPart part, TableRule rule, Dimension dimension) {
        DimensionColumn column = Objects.requireNonNull(Findings.columns(rule).get(dimension));
        return part.whole() && (part.exact() || !column.exact());
    }

    private static List<String> columns(Index index) {
        return index.parts().stream()
                .map(part -> requireNonNullElse(part.column(), "expression"))
                .toList();
    }

    private void judgeSearch(LiveSchema.Key table, TableRule rule) {
        Map<Dimension, DimensionColumn> columns = Findings.columns(rule);
        boolean found = facts.indexes().stream()
                .filter(index -> index.table().equals(table) && index.searchable())
                .anyMatch(index -> beginsWith(columns.keySet(), index, rule));
        if (!found) {
            findings.add(
                    Severity.WARNING,
                    "missing-index",
                    table,
                    "No index of table " + Refusal.bounded(rule.table())
                            + " begins with its isolation columns: every statement reads the rows of all scopes, and"
                            + " takes the longer the more others have. Create an index on (" + Findings.names(rule)
                            + ")");
        }
    }

    /** Whether an index begins with the tenant's column, then those of the other dimensions in any order. */
    private static boolean beginsWith(Set<Dimension> dimensions, Index index, TableRule rule) {
        List<Dimension> first = index.parts().stream()
                .limit(dimensions.size())
                .map(IndexPart::column)
                .filter(Objects::nonNull)
                .flatMap(column -> rule.dimensionOf(column).stream())
                .toList();
        return first.size() == dimensions.size() && first.get(0) == Dimension.TENANT && first.containsAll(dimensions);
    }
}
