package org.maibot.isolation.testkit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.testkit.Snapshot.Row;
import org.maibot.isolation.testkit.TwinReport.Difference;
import org.maibot.isolation.testkit.TwinReport.Kind;

/** What a comparison finds, as it is told to people. */
final class Differences {
    private static final int MAX_LINES = 10;
    private static final int MAX_LENGTH = 500;
    private static final int MIN_TOLD = 4;
    private static final Pattern LETTER = Pattern.compile("\\p{L}");

    private final IsolationContext context;
    private final String what;
    private final List<Difference> all = new ArrayList<>();

    /** @param what the statement, or that it is code */
    Differences(IsolationContext context, String what) {
        this.context = context;
        this.what = what;
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    List<Difference> all() {
        return List.copyOf(all);
    }

    /** Forgets those of other kinds. */
    void keep(Kind kind) {
        all.removeIf(difference -> difference.kind() != kind);
    }

    /** The rows of others of which a text has a value that is nowhere else, and in no text that is known. */
    List<Row> told(String text, String known, Snapshot before, int shortest) {
        Map<String, Integer> counts = new HashMap<>();
        before.rows().forEach(row -> row.values().values().forEach(value -> counts.merge(value, 1, Integer::sum)));
        Predicate<String> isTold = value -> value.length() >= shortest
                && LETTER.matcher(value).find()
                && counts.getOrDefault(value, 0) == 1
                && text.contains(value)
                && !known.contains(value);
        return before.outside(context).stream()
                .filter(row -> row.values().entrySet().stream()
                        .anyMatch(
                                value -> !row.owner().containsValue(value.getValue()) && isTold.test(value.getValue())))
                .filter(row -> !row.isSeenIn(context))
                .toList();
    }

    private static Set<String> values(List<Row> rows) {
        return rows.stream().flatMap(row -> row.values().values().stream()).collect(Collectors.toSet());
    }

    /** Whose row holds most of the values of a line. */
    String owners(String line, Snapshot before) {
        Set<String> own = values(before.inside(context));
        return before.outside(context).stream()
                .filter(row -> matches(row, line, own) > 0)
                .max(Comparator.comparing(row -> matches(row, line, own)))
                .map(row -> "   <- " + brief(row.describe()))
                .orElse("");
    }

    /** How many characters of a line are those of a row, and of no row of the scope. */
    private static int matches(Row row, String line, Set<String> own) {
        return row.values().values().stream()
                .filter(value -> value.length() >= MIN_TOLD
                        && LETTER.matcher(value).find()
                        && line.contains(value)
                        && !own.contains(value))
                .mapToInt(String::length)
                .sum();
    }

    void add(Kind kind, String how, String... details) {
        String message = Stream.concat(Stream.of(what + "\nin the context " + context + " " + how), Stream.of(details))
                .filter(detail -> !detail.isEmpty())
                .collect(Collectors.joining("\n"));
        all.add(new Difference(kind, message));
    }

    /** The beginning of a line that is too long to be read. */
    static String brief(String line) {
        return line.length() <= MAX_LENGTH
                ? line
                : line.substring(0, MAX_LENGTH) + "… (" + line.length() + " characters)";
    }

    static String list(String title, Stream<String> lines) {
        List<String> all = lines.toList();
        String more = all.size() > MAX_LINES ? "\n  and " + (all.size() - MAX_LINES) + " more" : "";
        return all.isEmpty()
                ? ""
                : title + all.stream().limit(MAX_LINES).collect(Collectors.joining("\n  ", "\n  ", more));
    }
}
