package org.maibot.isolation.jdbc;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.maibot.isolation.jdbc.TriedEscape.Fate;

/**
 * The page of statement forms: what became of the escapes of each class on each database, and at each door.
 *
 * @param tried all escapes, by database
 */
record StatementsPage(Map<TestDatabase, List<TriedEscape>> tried) {
    private static final Map<String, String> PRODUCTS = products();

    private static final String HEAD = """
            # Statement forms

            Made by `EscapesTest` of what its statements come to on real databases; it fails when this page says otherwise.
            Do not edit: run it with `-Disolation.docs.write=true`.

            What becomes of each form, and of how many statements of it:

            * *same*: the rows are those that a database with only the scope's rows gives, and so is what is written
            * *refused*: with an error, or unknown to the database itself
            * *schema*: nothing of another scope is shown or changed but what keys, cascades and triggers of the schema show or
              change, which the audit of the schema reports
            * *other*: it fails though it could be answered, or the rows differ, with nothing of another scope in them

            An empty cell: the database lacks the construct. The examples are the shortest statements.
            """;

    private static final String DOORS = """

            ## Doors

            The same statements come through five doors:

            * *TEXT*: prepared on a connection of `isolation.dataSource(…)`
            * *DSL*: as jOOQ's plain SQL, `dsl.resultQuery(…)`, in `isolation.dsl(…)`
            * *LISTENER*: the same in a host's own configuration with `IsolationVisitListener`
            * *DSL_TREE* and *LISTENER_TREE*: as the objects that jOOQ's parser makes of them, where it knows the grammar

            What is the same through the first is the same through the others. There *same* is what jOOQ alone gives in a
            database with only the scope's rows, be it an error; *broken* is what jOOQ alone makes something of that the database
            does not take. Statements of which only the schema decides are not counted.

            """;

    private static final String CHANGED = """

            jOOQ changes these texts before anybody else sees them, or fails on them: it takes what stands in braces for a
            keyword, unless it is one of the JDBC escapes `{fn`, `{d`, `{t` and `{ts`, and lets comments nest on all databases.

            """;

    private static Map<String, String> products() {
        Map<String, String> products = new LinkedHashMap<>();
        products.put("sqlite", "SQLite");
        products.put("postgresql", "PostgreSQL");
        products.put("mysql", "MySQL");
        products.put("mariadb", "MariaDB");
        return products;
    }

    /** What a reader wants to know of a statement. */
    private enum Verdict {
        SAME,
        REFUSED,
        SCHEMA,
        OTHER;

        static Verdict of(TriedEscape one) {
            Fate fate = one.at(Door.TEXT).fate();
            if (fate == Fate.REFUSED || one.escape().todo() == 'D') {
                return REFUSED;
            }
            if (fate == Fate.RIGHT) {
                return SAME;
            }
            boolean isAboutSchemas = one.escape().todo() == 'S'
                    && !one.escape().escapeClass().startsWith("Z"); // reviewers' statements are about texts
            return isAboutSchemas ? SCHEMA : OTHER;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    String render() {
        StringBuilder page = new StringBuilder(HEAD);
        forms(page);
        page.append(DOORS);
        doors(page);
        page.append(CHANGED);
        changed()
                .forEach((sql, kinds) -> page.append("* ")
                        .append(StatementExample.code(sql))
                        .append(" (")
                        .append(String.join(", ", kinds))
                        .append(")\n"));
        return page.toString();
    }

    private void forms(StringBuilder page) {
        EscapeCorpus.titles().forEach((name, title) -> {
            if (name.length() == 1) {
                page.append("\n## ").append(title).append("\n\n");
                row(page, Stream.concat(Stream.of("form", "example"), PRODUCTS.values().stream()));
                row(page, Stream.generate(() -> "---").limit(2L + PRODUCTS.size()));
            } else {
                Stream<String> cells = PRODUCTS.keySet().stream().map(family -> cell(family, name));
                row(page, Stream.concat(Stream.of(title, examples(name)), cells));
            }
        });
    }

    private void doors(StringBuilder page) {
        row(page, Stream.concat(Stream.of("door"), tried.keySet().stream().map(Enum::name)));
        row(page, Stream.generate(() -> "---").limit(1L + tried.size()));
        for (Door door : Door.values()) {
            row(
                    page,
                    Stream.concat(
                            Stream.of(door.name()), tried.keySet().stream().map(kind -> count(kind, door))));
        }
    }

    private static void row(StringBuilder page, Stream<String> cells) {
        page.append(cells.collect(Collectors.joining(" | ", "| ", " |\n")));
    }

    /** What became of a class; by version where the versions of a product differ. */
    private String cell(String family, String escapeClass) {
        Map<String, List<String>> versions = new LinkedHashMap<>();
        kinds(family)
                .forEach(kind -> versions.computeIfAbsent(count(kind, escapeClass), same -> new ArrayList<>())
                        .add(kind.name()));
        return versions.size() == 1
                ? String.join("", versions.keySet())
                : versions.entrySet().stream()
                        .map(version -> String.join(", ", version.getValue()) + ": " + version.getKey())
                        .collect(Collectors.joining("; "));
    }

    private String count(TestDatabase kind, String escapeClass) {
        Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
        escapes(kind)
                .filter(one -> one.escape().escapeClass().equals(escapeClass))
                .forEach(one -> counts.merge(Verdict.of(one), 1, Integer::sum));
        return counts.entrySet().stream()
                .map(count -> count.getKey().word() + " " + count.getValue())
                .collect(Collectors.joining(", "));
    }

    /** The shortest statement of each verdict in a class, preferably one that needs no bind values. */
    private String examples(String escapeClass) {
        Map<Verdict, StatementExample> shortest = new EnumMap<>(Verdict.class);
        PRODUCTS.forEach((family, product) -> {
            Map<String, StatementExample> written = new HashMap<>();
            EscapeCorpus.of(family, "app")
                    .forEach(escape -> written.put(escape.id(), StatementExample.of(escape, product)));
            kinds(family)
                    .flatMap(this::escapes)
                    .filter(one -> one.escape().escapeClass().equals(escapeClass))
                    .forEach(one -> shortest.merge(
                            Verdict.of(one),
                            requireNonNull(written.get(one.escape().id())),
                            BinaryOperator.minBy(StatementExample.BEST_FIRST)));
        });
        return shortest.size() == 1
                ? shortest.values().iterator().next().code()
                : shortest.entrySet().stream()
                        .map(example -> example.getKey().word() + " on "
                                + example.getValue().product() + ": "
                                + example.getValue().code())
                        .collect(Collectors.joining("<br>"));
    }

    private String count(TestDatabase kind, Door door) {
        Map<Fate, Integer> counts = new EnumMap<>(Fate.class);
        escapes(kind)
                .filter(one -> one.outcomes().containsKey(door) && one.escape().todo() != 'S')
                .forEach(one -> counts.merge(one.at(door).fate(), 1, Integer::sum));
        return counts.entrySet().stream()
                .map(count -> word(count.getKey()) + " " + count.getValue())
                .collect(Collectors.joining(", "));
    }

    private static String word(Fate fate) {
        return switch (fate) {
            case RIGHT -> "same";
            case REFUSED -> "refused";
            case BROKEN -> "broken";
            case WRONG -> "other";
            case LEAK -> "LEAK";
        };
    }

    private Map<String, List<String>> changed() {
        Map<String, List<String>> changed = new TreeMap<>(Comparator.comparing(String::strip));
        tried.keySet()
                .forEach(kind -> escapes(kind)
                        .filter(one -> !one.passes())
                        .forEach(one -> changed.computeIfAbsent(
                                        String.join("; ", one.escape().statements()), sql -> new ArrayList<>())
                                .add(kind.name())));
        return changed;
    }

    private Stream<TestDatabase> kinds(String family) {
        return tried.keySet().stream().filter(kind -> kind.family().equals(family));
    }

    private Stream<TriedEscape> escapes(TestDatabase kind) {
        return requireNonNull(tried.get(kind)).stream();
    }
}
