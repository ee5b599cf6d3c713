package org.maibot.isolation.jdbc;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Set;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.jdbc.SchemaFacts.StoredColumn;
import org.maibot.isolation.jdbc.SchemaFinding.Severity;
import org.maibot.isolation.jdbc.TableRule.DimensionColumn;

/** Judges the columns that hold ids: whether they hold every one, and keep each apart from all others. */
final class ColumnAudit {
    private static final int LONGEST_ID = 128;

    private final Connection connection;
    private final SqlFamily family;
    private final SchemaFacts facts;
    private final Findings findings;

    ColumnAudit(Connection connection, SqlFamily family, SchemaFacts facts, Findings findings) {
        this.connection = connection;
        this.family = family;
        this.facts = facts;
        this.findings = findings;
    }

    void judge() throws SQLException {
        for (StoredColumn column : facts.columns()) {
            Optional<TableRule> rule = findings.scoped(column.table());
            Optional<Dimension> dimension = rule.flatMap(known -> known.dimensionOf(column.column()));
            if (dimension.isPresent()) {
                judge(
                        column,
                        rule.orElseThrow(),
                        requireNonNull(Findings.columns(rule.orElseThrow()).get(dimension.get())));
            }
        }
    }

    private void judge(StoredColumn column, TableRule rule, DimensionColumn declared) throws SQLException {
        String what = "The column " + Refusal.bounded(declared.name()) + " of table " + Refusal.bounded(rule.table());
        if (column.nullable() && !declared.nullIsWider()) {
            findings.add(
                    Severity.WARNING,
                    "nullable",
                    column.table(),
                    declared.name(),
                    what + " can be NULL: such rows are seen only by contexts that leave it open, and by none if it is"
                            + " the tenant's. Make it NOT NULL, or say table(…, t -> t.nullBelongsToWiderLevel(…))");
        }
        if (Set.of(IdType.TEXT, IdType.PADDED, IdType.UNTYPED).contains(declared.type())) {
            judgeText(column, rule, declared, what);
        }
    }

    private void judgeText(StoredColumn column, TableRule rule, DimensionColumn declared, String what)
            throws SQLException {
        Integer maxLength = column.maxLength();
        String flaw = column.flaw() != null
                ? column.flaw()
                : maxLength != null && maxLength < LONGEST_ID
                        ? "keeps " + maxLength + " characters and may drop the rest"
                        : null;
        if (flaw != null) {
            findings.add(
                    Severity.ERROR,
                    "column-type",
                    column.table(),
                    declared.name(),
                    what + " " + flaw + ": rows of one scope can be stored as another's. Make it a text column of"
                            + " Unicode and of at least " + LONGEST_ID + " characters");
        }
        if (!declared.exact() && takesSomeForTheSame(rule, declared)) {
            findings.add(
                    isInKey(column) ? Severity.ERROR : Severity.WARNING,
                    "collation",
                    column.table(),
                    declared.name(),
                    what + " takes different ids for the same, in keys and foreign keys and where the host's own SQL"
                            + " compares it; " + remedy());
        }
    }

    private String remedy() {
        return switch (family) {
            case SQLITE -> "declare it without COLLATE";
            case POSTGRESQL -> "give it a deterministic collation and the type text";
            case MYSQL -> "give it the collation utf8mb4_0900_bin";
            case MARIADB -> "give it the collation utf8mb4_nopad_bin";
        };
    }

    private boolean isInKey(StoredColumn column) {
        return facts.indexes().stream()
                        .filter(index -> index.unique() && index.table().equals(column.table()))
                        .anyMatch(index -> index.parts().stream()
                                .anyMatch(part -> column.column().equals(part.column())))
                || facts.foreignKeys().stream()
                        .anyMatch(key -> key.references().stream()
                                .anyMatch(reference -> (key.table().equals(column.table())
                                                && reference.column().equals(column.column()))
                                        || (key.parent().equals(column.table())
                                                && reference.parentColumn().equals(column.column()))));
    }

    /** SQLite says of a table only whether it names a collation somewhere: a union of nothing shows the column's. */
    private boolean takesSomeForTheSame(TableRule rule, DimensionColumn column) throws SQLException {
        if (family != SqlFamily.SQLITE) {
            return true;
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select count(*) from (select " + family.quote(column.name()) + " from " + rule.qualifiedName()
                                + " where 0 union select 'a' union select 'A' union select 'a ' union select 'á')")) {
            return row.next() && row.getInt(1) < 4;
        }
    }
}
