package org.maibot.isolation.testkit;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.testkit.HostTable.Check;
import org.maibot.isolation.testkit.HostType.Letters;

/** The values to try for a column, the most telling first. */
final class ColumnValues {
    private static final long FIRST_DAY = LocalDate.of(2001, 1, 1).toEpochDay();
    private static final int DAYS = 9000;

    private ColumnValues() {}

    /** What stands in the place of a value. */
    enum Mark {
        /** None: the row leaves the column out. */
        LEFT_OUT,
        /** That of a key, which is not known yet. */
        KEY
    }

    /** A way to make a value. */
    interface Option {
        @Nullable
        Object value(Draw draw);
    }

    /**
     * The options for a column.
     *
     * @param checks those that name it
     */
    static List<Option> of(HostColumn column, List<Check> checks) {
        List<Option> options = new ArrayList<>();
        if (column.type().isUnknown()) {
            options.add(draw -> Mark.LEFT_OUT);
            return options;
        }
        options.addAll(usual(column.type()));
        if (!checks.isEmpty()) {
            options.addAll(CheckedValues.of(column.type(), checks));
            if (column.nullable()) {
                options.add(draw -> null);
            }
            if (column.defaulted()) {
                options.add(draw -> Mark.LEFT_OUT);
            }
        }
        return options;
    }

    /** The options for a type about which nothing else is known. */
    private static List<Option> usual(HostType type) {
        return switch (type.kind()) {
            case TEXT, PADDED_TEXT -> texts(type);
            case INTEGER -> List.of(draw -> integer(type, draw.number()));
            case DECIMAL -> List.of(draw -> decimal(type, draw.number()));
            case BOOLEAN -> List.of(draw -> draw.number() % 2 == 0, draw -> draw.number() % 2 != 0);
            case DATE ->
                List.of(
                        draw -> day(draw),
                        draw -> LocalDate.ofEpochDay(FIRST_DAY + 2L * DAYS).toString());
            case TIME -> List.of(draw -> time(draw), draw -> "23:59:59");
            case TIMESTAMP ->
                List.of(
                        draw -> day(draw) + " " + time(draw),
                        draw -> LocalDate.ofEpochDay(FIRST_DAY + DAYS) + " 12:00:00");
            case YEAR -> List.of(draw -> 1971 + draw.number() % 100);
            case UUID -> List.of(draw -> uuid(draw.number()));
            case BYTES -> List.of(draw -> bytes(type, draw));
            case BITS -> List.of(draw -> bits(type, draw.number()));
            case JSON ->
                List.of(
                        draw -> object(draw, type.letters()),
                        draw -> object(draw, Letters.ASCII),
                        draw -> "[" + string(draw, Letters.ASCII) + "]",
                        draw -> string(draw, Letters.ASCII));
            case CHOICE -> choices(type.choices());
            case TEMPLATE -> List.of(draw -> filled(type.template(), draw));
            case ARRAY -> arrays(type);
            case UNKNOWN -> List.of();
        };
    }

    private static List<Option> texts(HostType type) {
        if (!type.holdsToken()) {
            return List.of(draw -> Tokens.digits(draw.number(), (int) type.size()));
        }
        List<Option> options = new ArrayList<>();
        for (Letters letters : List.of(Letters.UNICODE, Letters.ASCII)) {
            if (letters.compareTo(type.letters()) <= 0 || options.isEmpty()) {
                Letters possible = letters.compareTo(type.letters()) < 0 ? letters : type.letters();
                options.add(draw -> unpadded(type, CanaryText.hostile(draw.token(), possible, type.size())));
            }
        }
        options.add(Draw::token);
        return options;
    }

    private static String unpadded(HostType type, String text) {
        return type.kind() == HostType.Kind.PADDED_TEXT ? text.stripTrailing() : text;
    }

    static long integer(HostType type, long number) {
        return type.size() == 0 || number <= type.size() ? number : 1 + number % type.size();
    }

    private static String decimal(HostType type, long number) {
        if (type.size() == 0) {
            return number + ".5";
        }
        BigDecimal range = BigDecimal.TEN.pow((int) type.size());
        return BigDecimal.valueOf(number)
                .remainder(range)
                .movePointLeft(type.scale())
                .toPlainString();
    }

    private static String day(Draw draw) {
        return LocalDate.ofEpochDay(FIRST_DAY + draw.number() % DAYS).toString();
    }

    private static String time(Draw draw) {
        return String.format("12:%02d:%02d", draw.number() / 60 % 60, draw.number() % 60);
    }

    static String uuid(long number) {
        return String.format("00000000-0000-4000-8000-%012x", number);
    }

    private static byte[] bytes(HostType type, Draw draw) {
        String text = type.holdsToken() ? draw.token() : Tokens.digits(draw.number(), (int) type.size());
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return type.size() == 0 ? bytes : Arrays.copyOf(bytes, (int) Math.min(type.size(), bytes.length));
    }

    private static Object bits(HostType type, long number) {
        int length = (int) Math.max(1, type.size());
        if (type.name().startsWith("mysql")) {
            return number % (1L << Math.min(length, 30));
        }
        String digits = "0".repeat(length) + Long.toBinaryString(number);
        return digits.substring(digits.length() - length);
    }

    private static String string(Draw draw, Letters letters) {
        return CanaryText.json(CanaryText.hostile(draw.token(), letters, 0));
    }

    private static String object(Draw draw, Letters letters) {
        return "{\"note\": " + string(draw, letters) + ", \"more\": [" + draw.number() + ", " + string(draw, letters)
                + "]}";
    }

    private static List<Option> choices(List<String> choices) {
        List<Option> options = new ArrayList<>();
        for (int i = 0; i < choices.size(); i++) {
            int first = i;
            options.add(draw -> choices.get((int) ((first + draw.ordinal()) % choices.size())));
        }
        return options;
    }

    /** Arrays of two elements, as PostgreSQL writes them. */
    private static List<Option> arrays(HostType type) {
        List<Option> options = new ArrayList<>();
        for (Option element : type.element() == null ? List.<Option>of() : usual(type.element())) {
            options.add(draw -> "{" + quoted(element.value(draw)) + "," + quoted(element.value(draw)) + "}");
        }
        options.add(draw -> "{}");
        return options;
    }

    private static String quoted(@Nullable Object element) {
        Object text = element instanceof byte[] bytes
                ? "\\x" + java.util.HexFormat.of().formatHex(bytes)
                : element;
        return CanaryText.json(String.valueOf(text));
    }

    /**
     * Fills a template.
     *
     * @param template with {@code {token}}, {@code {number}}, {@code {uuid}}, and {@code {byte}} for a number below 250
     */
    private static String filled(String template, Draw draw) {
        String numbers = template.replace("{number}", String.valueOf(draw.number()))
                .replace("{uuid}", uuid(draw.number()))
                .replace("{byte}", String.valueOf(1 + draw.number() % 249))
                .replace("{byte2}", String.valueOf(1 + draw.number() / 249 % 249));
        return numbers.contains("{token}") ? numbers.replace("{token}", draw.token()) : numbers;
    }
}
