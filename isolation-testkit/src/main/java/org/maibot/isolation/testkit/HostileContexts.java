package org.maibot.isolation.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.IsolationContext;

/**
 * Legal contexts that careless code takes for one another. They come in {@linkplain #pairs pairs}, and each pair says what
 * mistake it finds: ids that are joined, folded, trimmed, matched, decoded, cut off or hashed, and dimensions that are
 * forgotten or swapped. All have four dimensions, but those that are {@linkplain #at made wider}.
 */
public final class HostileContexts {
    private static final List<String> PLAIN = List.of("acme", "support", "qq", "g1");
    private static final List<Pair> PAIRS = Stream.of(
                    forgotten(), joined(), inEachDimension(), inOneDimension(), others())
            .flatMap(List::stream)
            .toList();

    private HostileContexts() {}

    /**
     * Two contexts that are not to meet.
     *
     * @param why the mistake by which they do
     * @param one one of them
     * @param other another one, of the same level
     */
    public record Pair(String why, IsolationContext one, IsolationContext other) {
        /** Both, with the mistake by which they meet. */
        @Override
        public String toString() {
            return one + " beside " + other + " (" + why + ")";
        }
    }

    /** The pairs, about a hundred; many share a context. */
    public static List<Pair> pairs() {
        return PAIRS;
    }

    /** The contexts of all pairs, each once. */
    public static List<IsolationContext> all() {
        return at(Dimension.CHAT_STREAM);
    }

    /** The contexts of all pairs with the dimensions up to a level, each once. */
    public static List<IsolationContext> at(Dimension level) {
        return PAIRS.stream()
                .flatMap(pair -> Stream.of(pair.one(), pair.other()))
                .map(context -> widened(context, level))
                .distinct()
                .toList();
    }

    /** The context of a level that a chat stream is in. */
    static IsolationContext widened(IsolationContext context, Dimension level) {
        return context(Stream.of(Dimension.values())
                .filter(dimension -> dimension.compareTo(level) <= 0)
                .map(dimension -> context.id(dimension).orElseThrow())
                .toList());
    }

    /** Code that leaves a dimension out, or takes one for another. */
    private static List<Pair> forgotten() {
        return List.of(
                pair("the tenant is left out", PLAIN, List.of("globex", "support", "qq", "g1")),
                pair("the agent is left out", PLAIN, List.of("acme", "sales", "qq", "g1")),
                pair("the platform is left out", PLAIN, List.of("acme", "support", "discord", "g1")),
                pair("the chat stream is left out", PLAIN, List.of("acme", "support", "qq", "g2")),
                pair("tenant and agent are swapped", PLAIN, List.of("support", "acme", "qq", "g1")),
                pair("agent and platform are swapped", PLAIN, List.of("acme", "qq", "support", "g1")),
                pair("platform and chat stream are swapped", PLAIN, List.of("acme", "support", "g1", "qq")));
    }

    /** Code that makes one text of the ids: with another id between the same separators the text is the same. */
    private static List<Pair> joined() {
        List<Pair> pairs = new ArrayList<>();
        for (String separator : List.of(":", "/", "|", "-", "_", ".", ",", " ", "::", "\\")) {
            String why = "ids are joined by '" + separator + "'";
            List<String> first = List.of("a" + separator + "b", "c", "d", "e");
            List<String> second = List.of("a", "b" + separator + "c", "d", "e");
            List<String> third = List.of("a", "b", "c" + separator + "d", "e");
            pairs.add(pair(why, first, second));
            pairs.add(pair(why, second, third));
            pairs.add(pair(why, third, List.of("a", "b", "c", "d" + separator + "e")));
        }
        pairs.add(
                pair("ids are joined without a separator", List.of("ab", "c", "d", "e"), List.of("a", "bc", "d", "e")));
        pairs.add(pair(
                "separators are escaped, and what escapes them is not",
                List.of("a\\", "b", "c:d", "e"),
                List.of("a:b", "c\\", "d", "e")));
        return pairs;
    }

    /** Code that is careless with the ids of one dimension. */
    private static List<Pair> inEachDimension() {
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < PLAIN.size(); i++) {
            pairs.add(changed("the case of letters is ignored", i, id -> id.toUpperCase(Locale.ROOT)));
            pairs.add(changed("spaces at the end are ignored", i, id -> id + " "));
            pairs.add(changed("an id is taken for the beginning of another", i, id -> id + "1"));
            pairs.add(changed("ids are patterns of LIKE", i, id -> "%"));
            pairs.add(changed("ids are patterns of files or of Redis' keys", i, id -> "*"));
        }
        return pairs;
    }

    /** Code that is careless with some ids; in which dimension varies. */
    private static List<Pair> inOneDimension() {
        return List.of(
                changed("spaces at the beginning are ignored", 0, id -> " " + id),
                changed("ids are patterns, in which '_' is any character", 1, id -> "_" + id.substring(1)),
                changed("characters without width are ignored", 0, id -> id + "\u200b"),
                changed("the direction of text is ignored", 0, id -> "\u202e" + id),
                changed("look-alikes are folded", 0, id -> "\u0430" + id.substring(1)),
                changed("a path is normalized by '.'", 1, id -> "./" + id),
                changed("a path is normalized by '..'", 0, id -> "globex/../" + id),
                changed("a path is normalized by '..', as on Windows", 2, id -> "x\\..\\" + id),
                changed("an id is put into SQL between quotes", 0, id -> id + "' or '1'='1"),
                changed("an id is put into SQL between double quotes", 3, id -> id + "\" or \"1\"=\"1"),
                changed("what follows '--' is a comment", 1, id -> id + "--"),
                changed("an id with a backslash ends a string of MySQL", 3, id -> id + "\\"),
                changed("what is in braces is a template, or a hash tag of Redis", 0, id -> "{" + id + "}"));
    }

    private static List<Pair> others() {
        return List.of(
                inTenants("ids are decoded from percent signs", "a:b", "a%3Ab"),
                inTenants("ids are decoded twice", "a%3Ab", "a%253Ab"),
                inTenants("ids are decoded as in forms", "a b", "a+b"),
                inTenants("equivalent Unicode text is the same", "caf\u00e9", "cafe\u0301"),
                inTenants("marks on letters are ignored", "cafe", "caf\u00e9"),
                inTenants("all emoji are the same, as in some collations", "\ud83d\ude00", "\ud83d\ude01"),
                inTenants("ids are cut into characters of 16 bits", "\ud83d\udc4d", "\ud83d\udc4d\ud83c\udffd"),
                inTenants("what a charset lacks becomes a question mark", "\u4f60", "\u597d"),
                inTenants("letters from right to left are lost", "\u05e9\u05dc\u05d5\u05dd", "\u05e9\u05dc\u05d5"),
                inTenants("'\u00df' is folded to 'ss'", "stra\u00dfe", "strasse"),
                inTenants("ids are numbers", "1", "01"),
                inTenants("ids are numbers, as MySQL reads them", "1", "1x"),
                inTenants("'null' is nothing", "null", "NULL"),
                inTenants("'true' is a truth value", "true", "1"),
                inTenants("hash codes are compared", "Aa", "BB"),
                inTenants("ids are cut off", "x".repeat(127) + "a", "x".repeat(127) + "b"),
                inTenants(
                        "ids are cut off after some bytes",
                        "\ud83d\ude00".repeat(127) + "a",
                        "\ud83d\ude00".repeat(128)));
    }

    private static Pair inTenants(String why, String one, String other) {
        return pair(why, List.of(one, "support", "qq", "g1"), List.of(other, "support", "qq", "g1"));
    }

    private static Pair changed(String why, int dimension, UnaryOperator<String> change) {
        List<String> ids = new ArrayList<>(PLAIN);
        ids.set(dimension, change.apply(ids.get(dimension)));
        return pair(why, PLAIN, ids);
    }

    private static Pair pair(String why, List<String> one, List<String> other) {
        return new Pair(why, context(one), context(other));
    }

    private static IsolationContext context(List<String> ids) {
        return switch (ids.size()) {
            case 1 -> IsolationContext.of(ids.get(0));
            case 2 -> IsolationContext.of(ids.get(0), ids.get(1));
            case 3 -> IsolationContext.of(ids.get(0), ids.get(1), ids.get(2));
            default -> IsolationContext.of(ids.get(0), ids.get(1), ids.get(2), ids.get(3));
        };
    }
}
