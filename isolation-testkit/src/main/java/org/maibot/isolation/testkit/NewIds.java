package org.maibot.isolation.testkit;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.maibot.isolation.testkit.Snapshot.Row;

/**
 * What a database has counted or made for new rows. Numbers go on from the rows of everybody, and so differ from the twin's: the
 * first, second and so on of each column are taken for the same. Times and the like differ by themselves.
 *
 * @param names of the numbers, by themselves
 * @param made texts of other values, the longest first
 */
record NewIds(Tables tables, Set<Row> before, Map<String, String> names, List<String> made) {
    private static final String MADE = "(made)";
    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\d[ T]\\d\\d:");
    private static final Pattern ZONE = Pattern.compile("(?:Z|[+-]\\d\\d(?::?\\d\\d)?)$");
    private static final Pattern ZEROS = Pattern.compile("(?:\\.0*|(\\.\\d*[1-9])0+)$");
    private static final Pattern DIGITS = Pattern.compile("[\\d:.+-]*");

    /**
     * What is new.
     *
     * @param start when the code had not begun yet, as the database tells times, to the second
     */
    static NewIds of(Tables tables, Snapshot before, Snapshot after, String start) {
        Map<String, String> names = new HashMap<>();
        if (after.equals(before)) {
            return new NewIds(tables, Set.of(), names, List.of()); // nothing is new
        }
        Set<String> made = new HashSet<>();
        for (Table table : tables.all()) {
            String counter = table.counter();
            if (counter != null) {
                List<String> known = values(before, table, counter);
                List<String> counted = Snapshot.without(values(after, table, counter), known);
                counted.sort(Comparator.comparing(String::length).thenComparing(Comparator.naturalOrder()));
                for (int i = 0; i < counted.size(); i++) {
                    String name = table.name() + "#" + (i + 1);
                    names.put(counted.get(i), name);
                    names.put(counted.get(i).replace("-", ""), name); // as numbers in texts are looked for
                }
            }
            for (String column : table.made()) {
                List<String> known = values(before, table, column);
                List<String> fresh = Snapshot.without(values(after, table, column), known);
                fresh.removeIf(value -> isOld(value, start) && known.contains(value));
                made.addAll(fresh);
            }
        }
        made.remove(Table.NULL);
        List.copyOf(made).forEach(value -> made.add(timeText(value)));
        List<String> longestFirst = made.stream()
                .sorted(Comparator.comparing(String::length).reversed())
                .toList();
        return new NewIds(tables, Set.copyOf(before.rows()), names, longestFirst);
    }

    /** Whether a value that stands in a row already is not made again: times of this second, days and numbers may be. */
    private static boolean isOld(String value, String start) {
        return TIME.matcher(value).lookingAt()
                ? value.replace('T', ' ').compareTo(start) < 0
                : !DIGITS.matcher(value).matches();
    }

    private static List<String> values(Snapshot snapshot, Table table, String column) {
        return snapshot.rows().stream()
                .filter(row -> row.table().equals(table.name()))
                .map(row -> row.values().getOrDefault(column, ""))
                .toList();
    }

    /** Lines in an order that these numbers make no difference to. */
    List<String> sorted(List<String> lines) {
        return lines.stream().sorted(Comparator.comparing(this::named)).toList();
    }

    private String withoutMade(String line) {
        String rest = line;
        for (String value : made) {
            rest = rest.replace(value, MADE);
        }
        return rest;
    }

    /** Names them wherever they stand in a line. */
    private String named(String line) {
        return NUMBER.matcher(withoutMade(line)).replaceAll(found -> Matcher.quoteReplacement(name(found.group())));
    }

    private String name(String number) {
        return names.getOrDefault(number, number);
    }

    /** Whether lines are the same but for numbers that have the same name. */
    static boolean areSame(List<String> lines, NewIds ids, List<String> others, NewIds otherIds) {
        return lines.size() == others.size()
                && IntStream.range(0, lines.size())
                        .allMatch(i -> areSame((Object) lines.get(i), ids, others.get(i), otherIds));
    }

    /** Whether the texts of two values are the same but for numbers that have the same name. */
    static boolean areSame(Object value, NewIds ids, Object other, NewIds otherIds) {
        String text = ids.withoutMade(text(value));
        String otherText = otherIds.withoutMade(text(other));
        if (text.equals(otherText)) {
            return true;
        }
        List<String> numbers = numbers(text);
        List<String> otherNumbers = numbers(otherText);
        return NUMBER.matcher(text)
                        .replaceAll("0")
                        .equals(NUMBER.matcher(otherText).replaceAll("0"))
                && IntStream.range(0, numbers.size())
                        .allMatch(i -> numbers.get(i).equals(otherNumbers.get(i))
                                || ids.name(numbers.get(i)).equals(otherIds.name(otherNumbers.get(i))));
    }

    /** A value as databases tell it, times without their zone. */
    private static String text(Object value) {
        if (value instanceof Timestamp) {
            return timeText(value.toString());
        }
        if (value instanceof LocalDateTime time) {
            return text(Timestamp.valueOf(time));
        }
        if (value instanceof Instant instant) {
            return text(Timestamp.from(instant));
        }
        if (value instanceof OffsetDateTime time) {
            return text(time.toInstant());
        }
        return value instanceof ZonedDateTime time ? text(time.toInstant()) : value.toString();
    }

    /** A time without its zone and without zeros at its end, or another text. */
    private static String timeText(String text) {
        if (!TIME.matcher(text).lookingAt()) {
            return text;
        }
        String time = ZONE.matcher(text.replace('T', ' ')).replaceFirst("");
        return ZEROS.matcher(time).replaceFirst("$1");
    }

    private static List<String> numbers(String text) {
        return NUMBER.matcher(text).results().map(MatchResult::group).toList();
    }

    /** Names them in rows that are new or changed, in columns of ids. */
    List<Row> inRows(List<Row> rows) {
        return rows.stream().map(row -> before.contains(row) ? row : inRow(row)).toList();
    }

    private Row inRow(Row row) {
        Map<String, String> values = new LinkedHashMap<>();
        row.values()
                .forEach((column, value) -> values.put(
                        column,
                        made.contains(value) ? MADE : tables.isReference(row.table(), column) ? name(value) : value));
        return new Row(row.table(), row.owner(), row.carried(), row.nullIsWider(), values);
    }
}
