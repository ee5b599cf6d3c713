package org.maibot.isolation.testkit;

import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.jdbc.TableDescription;
import org.maibot.isolation.jdbc.TableDescription.Access;

/**
 * A table of a host's, and what its rows must meet.
 *
 * @param description what the rules say of it, or null if it is not declared
 */
record HostTable(
        Family family,
        String name,
        @Nullable TableDescription description,
        List<HostColumn> columns,
        Set<String> primaryKey,
        List<Check> checks,
        List<ForeignKey> keys) {
    /**
     * A condition that each row meets.
     *
     * @param columns those that it names
     */
    record Check(String name, String text, Set<String> columns) {
        /** The names among those of columns that stand in its text. */
        static Check of(String name, String text, List<HostColumn> columns) {
            Set<String> named = new LinkedHashSet<>();
            for (HostColumn column : columns) {
                String word = "(?i)(?<![\\w'])" + Pattern.quote(column.name()) + "(?![\\w'])";
                if (Pattern.compile(word).matcher(text).find()) {
                    named.add(column.name());
                }
            }
            return new Check(name, text, named);
        }
    }

    /**
     * A foreign key.
     *
     * @param parent the name of the table that it refers to
     * @param columns its own columns, and the parent's that they equal
     */
    record ForeignKey(String name, String parent, List<String> columns, List<String> referenced, boolean deferrable) {}

    boolean isScoped() {
        return description != null && description.access() == Access.SCOPED;
    }

    boolean isGlobal() {
        return description != null && description.access() != Access.SCOPED;
    }

    Map<Dimension, String> dimensions() {
        return description == null ? Map.of() : description.columns();
    }

    /** Whether an owner can have one row only. */
    boolean hasOneRowEach() {
        return !primaryKey.isEmpty() && dimensions().values().containsAll(primaryKey);
    }

    Set<Dimension> nullIsWider() {
        Set<Dimension> wider = EnumSet.noneOf(Dimension.class);
        if (description != null) {
            wider.addAll(description.nullIsWider());
            wider.removeIf(
                    dimension -> !column(description.columns().get(dimension)).nullable());
        }
        return wider;
    }

    boolean has(String column) {
        return columns.stream().anyMatch(known -> known.name().equals(column));
    }

    HostColumn column(@Nullable String column) {
        return columns.stream()
                .filter(known -> known.name().equals(column))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "The table " + name + " has no column " + column + "; read the rules again: rules.refresh()"));
    }

    List<Check> checksOf(String column) {
        return checks.stream().filter(check -> check.columns().contains(column)).toList();
    }

    /** Whether a row can be without a parent: a column of the key that is no isolation column takes NULL. */
    boolean canDoWithout(ForeignKey key) {
        return key.columns().stream()
                .anyMatch(column -> column(column).nullable() && !dimensions().containsValue(column));
    }

    /** The table, for reading its rows. */
    Table rows() {
        return rows(false);
    }

    /**
     * The table, for reading its rows.
     *
     * @param sequences whether there are sequences, from which keys may come that the database does not count by itself
     */
    Table rows(boolean sequences) {
        List<HostColumn> readable =
                columns.stream().filter(column -> !column.computed()).toList();
        Set<Dimension> wider = description == null ? Set.of() : description.nullIsWider();
        List<String> made =
                columns.stream().filter(HostColumn::made).map(HostColumn::name).toList();
        return new Table(
                family,
                name,
                readable.stream().map(HostColumn::name).toList(),
                readable.stream().map(column -> column.exact(family)).collect(Collectors.joining(", ")),
                dimensions(),
                wider,
                counter(sequences),
                made,
                keys.stream().flatMap(key -> key.columns().stream()).collect(Collectors.toSet()));
    }

    private @Nullable String counter(boolean sequences) {
        Optional<String> counted = columns.stream()
                .filter(HostColumn::counter)
                .map(HostColumn::name)
                .findFirst();
        List<String> ids = primaryKey.stream()
                .filter(column -> !dimensions().containsValue(column))
                .filter(column -> column(column).type().kind() == HostType.Kind.INTEGER)
                .toList();
        boolean isFromSequence = sequences && ids.size() == 1;
        return counted.orElse(isFromSequence ? ids.get(0) : null);
    }
}
