package org.maibot.isolation;

import java.util.List;
import java.util.stream.Stream;

/** Legal ids that break careless code, and texts that are no ids, for the tests of every module. */
public final class HostileIds {
    private static final List<String> SEPARATORS = words(": | / // \\ \\\\ , ; . .. % %% %2F %2f %25 %252F _ __ # ? & ="
            + " - -- /* */ * ( ) [] {} <a> ~ ^ $ $1 @ + !");

    private static final List<String> QUOTES = List.of(
            "'",
            "''",
            "\"",
            "`",
            "\\'",
            "O'Brien",
            "'; DROP TABLE messages; --",
            "1' OR '1'='1",
            "\") OR 1=1 --",
            "$$",
            "\u2019");

    private static final List<String> TEMPLATES = words("${jndi:x} #{1+1} :1 {0} {}{} %s %n \\u0041 \\n &amp; $(id)");

    private static final List<String> PREFIXES = words("a aa aaa a:b b:c b c a/b b/c a% a%2Fb a_ ab");

    private static final List<String> CASES = words("acme ACME Acme id ID \u0131d \u0130D ss \u00df");

    /** Each pair looks alike, or nearly so. */
    private static final List<String> LOOKALIKES = words(
            "caf\u00e9 cafe\u0301 \u00c5 \u212b A\u030a \u0430cme acme\u200b acme\ufe0f acme\u00ad acme\udb40\udc41"
                    + " \uff41cme \ufb01 fi");

    private static final List<String> EMOJI = List.of(
            "\ud83d\ude00",
            "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67\u200d\ud83d\udc66",
            "\ud83d\udc68\ud83d\udc69\ud83d\udc67\ud83d\udc66",
            "\ud83d\udc4d\ud83c\udffd",
            "\u2764\ufe0f",
            "\u2764",
            "\ud83c\udde9\ud83c\uddea");

    private static final List<String> DIRECTIONS = List.of(
            "\u05e9\u05dc\u05d5\u05dd",
            "\u0645\u0631\u062d\u0628\u0627",
            "\u200facme",
            "\u200eacme",
            "\u202eacme",
            "acme\u202c",
            "\u2066acme\u2069",
            "\u061cacme");

    private static final List<String> SPACES = List.of(
            " ",
            "  ",
            " acme",
            "acme ",
            " acme ",
            "ac me",
            "\u00a0",
            "\u3000",
            "\u2003",
            "\u2028",
            "\u2029",
            "\ufeff",
            "acme\u00a0",
            "\u00a0acme");

    private static final List<String> NOTHINGS =
            words("null NULL undefined none None nil NaN true false 0 00 -0 1 01 1e0 default *.*");

    private static final List<String> EXTREMES = List.of(
            "x".repeat(128),
            "x".repeat(127),
            "\ud83d\ude00".repeat(128),
            "\udbff\udfff".repeat(128),
            "'".repeat(128),
            "%".repeat(128),
            "\uffff",
            "\ufffe",
            "\ufffd",
            "\ud7ff",
            "\ue000",
            "\udbff\udfff",
            "\u4f60\u597d");

    private static final List<String> ILLEGAL = List.of(
            "",
            "\u0000",
            "a\u0000",
            "\u0000a",
            "\n",
            "a\nb",
            "a\r",
            "\t",
            "\u001b[31m",
            "\u001f",
            "\u007f",
            "\u0080",
            "\u0085",
            "a\u009f",
            "x".repeat(129),
            "\ud83d\ude00".repeat(129),
            "x".repeat(100_000),
            "\ud800",
            "\ude00",
            "a\ud83d",
            "\ud83da",
            "\ude00\ud83d",
            "\ud83d\ud83d\ude00");

    private HostileIds() {}

    private static List<String> words(String words) {
        return List.of(words.split(" ", -1));
    }

    /** Legal ids, each once. */
    public static List<String> all() {
        return Stream.of(
                        SEPARATORS,
                        QUOTES,
                        TEMPLATES,
                        PREFIXES,
                        CASES,
                        LOOKALIKES,
                        EMOJI,
                        DIRECTIONS,
                        SPACES,
                        NOTHINGS,
                        EXTREMES)
                .flatMap(List::stream)
                .toList();
    }

    /** Texts that no dimension takes as an id. */
    public static List<String> illegal() {
        return ILLEGAL;
    }
}
