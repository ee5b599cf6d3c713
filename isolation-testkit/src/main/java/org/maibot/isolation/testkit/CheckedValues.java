package org.maibot.isolation.testkit;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.maibot.isolation.testkit.ColumnValues.Option;
import org.maibot.isolation.testkit.HostTable.Check;
import org.maibot.isolation.testkit.HostType.Letters;

/** The values that the text of a CHECK suggests: its own literals, numbers beside them, and texts of the usual forms. */
final class CheckedValues {
    private static final Pattern STRING = Pattern.compile("'((?:[^']|'')*)'");
    private static final Pattern NUMBER = Pattern.compile("(?<![\\w.'$])-?\\d+(?:\\.\\d+)?(?![\\w'])");
    private static final int LONGEST = 300;

    private CheckedValues() {}

    static List<Option> of(HostType type, List<Check> checks) {
        Set<String> strings = new LinkedHashSet<>();
        Set<BigDecimal> numbers = new LinkedHashSet<>();
        for (Check check : checks) {
            strings.addAll(strings(check.text()));
            NUMBER.matcher(STRING.matcher(plain(check.text())).replaceAll("''"))
                    .results()
                    .forEach(number -> numbers.add(new BigDecimal(number.group())));
        }
        return switch (type.kind()) {
            case TEXT, PADDED_TEXT -> texts(type, strings, numbers);
            case INTEGER, DECIMAL, YEAR -> numbers(numbers);
            case BYTES, BITS, BOOLEAN, CHOICE, ARRAY, TEMPLATE, UUID, JSON -> literals(strings);
            case DATE, TIME, TIMESTAMP -> times(type, strings);
            case UNKNOWN -> List.of();
        };
    }

    /** The strings in the text of a check. */
    static Set<String> strings(String check) {
        Set<String> strings = new LinkedHashSet<>();
        STRING.matcher(plain(check))
                .results()
                .forEach(string -> strings.add(string.group(1).replace("''", "'")));
        return strings;
    }

    /** MySQL's catalog has a backslash before each quote. */
    private static String plain(String check) {
        return check.replace("\\'", "'");
    }

    private static List<Option> literals(Set<String> strings) {
        List<Option> options = new ArrayList<>();
        strings.forEach(string -> options.add(draw -> string));
        return options;
    }

    private static List<Option> times(HostType type, Set<String> strings) {
        Set<String> times = new LinkedHashSet<>(strings);
        times.removeIf(string -> !string.matches("\\d[-\\d:. T]*"));
        List<Option> options = literals(times);
        if (type.kind() != HostType.Kind.TIME) {
            options.add(draw -> LocalDate.of(2099, 12, 31) + (type.kind() == HostType.Kind.DATE ? "" : " 12:00:00"));
            options.add(draw -> LocalDate.of(1980, 1, 1) + (type.kind() == HostType.Kind.DATE ? "" : " 12:00:00"));
        }
        return options;
    }

    private static List<Option> numbers(Set<BigDecimal> literals) {
        List<Option> options = new ArrayList<>();
        options.add(Draw::ordinal);
        Set<String> values = new LinkedHashSet<>();
        for (BigDecimal literal : literals) {
            values.add(literal.toPlainString());
            values.add(literal.add(BigDecimal.ONE).toPlainString());
            values.add(literal.subtract(BigDecimal.ONE).toPlainString());
            options.add(draw -> literal.add(BigDecimal.valueOf(draw.ordinal())).toPlainString());
        }
        values.addAll(List.of("0", "1", "-1"));
        values.forEach(value -> options.add(draw -> value));
        return options;
    }

    private static List<Option> texts(HostType type, Set<String> strings, Set<BigDecimal> numbers) {
        List<Option> options = new ArrayList<>();
        options.add(draw -> draw.token().toUpperCase(Locale.ROOT));
        strings.stream()
                .filter(string -> string.contains("%"))
                .forEach(string -> options.add(draw -> like(string, draw)));
        numbers.forEach(number -> lengths(number, options));
        options.addAll(literals(strings));
        options.add(draw -> draw.token() + "@example.org");
        options.add(draw -> "https://example.org/" + draw.token());
        options.add(draw -> "{\"note\": " + CanaryText.json(CanaryText.hostile(draw.token(), Letters.ASCII, 0)) + "}");
        options.add(draw -> ColumnValues.uuid(draw.number()));
        options.add(draw -> String.valueOf(draw.number()));
        options.add(draw -> LocalDate.of(2001, 1, 1).plusDays(draw.ordinal()).toString());
        options.add(draw -> Tokens.digits(draw.number(), type.size() == 0 ? 1 : (int) Math.min(type.size(), 3)));
        for (String text : List.of("a", "A", "ab", "AB", "abc", "ABC", "en", "EUR", "")) {
            options.add(draw -> text);
        }
        return options;
    }

    /** A text that is like a pattern. */
    private static String like(String pattern, Draw draw) {
        String token = draw.token();
        int first = pattern.indexOf('%');
        return (pattern.substring(0, first)
                        + token
                        + pattern.substring(first + 1).replace("%", ""))
                .replace('_', 'a');
    }

    /** Texts as long as a number says, and by one character shorter and longer. */
    private static void lengths(BigDecimal number, List<Option> options) {
        if (number.signum() >= 0 && number.compareTo(BigDecimal.valueOf(LONGEST)) <= 0) {
            for (int length : new int[] {number.intValue(), number.intValue() - 1, number.intValue() + 1}) {
                if (length >= Tokens.LENGTH) {
                    options.add(draw -> draw.token() + "x".repeat(length - Tokens.LENGTH));
                } else if (length > 0) {
                    options.add(draw -> Tokens.digits(draw.number(), length));
                }
            }
        }
    }
}
