package org.maibot.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalTextTest {
    private static final List<String> IDS = HostileIds.all();
    private static final List<String> FEW = List.of(
            "a", "aa", "b", "c", "a/b", "b/c", "/", "//", "%", "%2F", "%2f", "%25", "a%2Fb", ":", "a:b", " ", "\\");

    @Test
    void whatSeparatesOrCannotBeSeenIsPercentEncodedAndNothingElse() {
        Map.of("acme", "acme", "a/b", "a%2Fb", "100%", "100%25", " ", "%20", "a:b|c\\", "a:b|c\\", "\u00e9", "\u00e9")
                .forEach(CanonicalTextTest::isWritten);
        Map.of("\u00a0", "%C2%A0", "\u2028", "%E2%80%A8", "\u061c", "%D8%9C", "\udb40\udc41", "%F3%A0%81%81")
                .forEach(CanonicalTextTest::isWritten);
        Map.of("\u4f60", "\u4f60", "\ud83d\ude00", "\ud83d\ude00", "e\u0301", "e\u0301", "\uffff", "\uffff")
                .forEach(CanonicalTextTest::isWritten);
    }

    private static void isWritten(String id, String text) {
        assertThat(IsolationContext.of(id).canonical()).isEqualTo(text);
    }

    @Test
    void idsStandFromTheOutsideInSeparatedBySlashes() {
        assertThat(IsolationContext.of("acme", "support", "qq", "g1")).hasToString("acme/support/qq/g1");
        assertThat(IsolationContext.of("a/b", "c").canonical()).isEqualTo("a%2Fb/c");
        assertThat(IsolationContext.of("a", "b/c").canonical()).isEqualTo("a/b%2Fc");
    }

    @Test
    void theTextHoldsNoSpaceNoLineBreakAndNoMarkOfDirection() {
        IntStream.rangeClosed(0xa0, Character.MAX_CODE_POINT)
                .filter(CanonicalTextTest::isSpaceOrMarkOfDirection)
                .forEach(codePoint -> assertThat(IsolationContext.of(Character.toString(codePoint))
                                .canonical())
                        .matches("(%[0-9A-F]{2})+"));
    }

    private static boolean isSpaceOrMarkOfDirection(int codePoint) {
        return Character.isSpaceChar(codePoint)
                || codePoint == 0x61c
                || (codePoint >= 0x2000 && codePoint <= 0x2069 && Character.getType(codePoint) == Character.FORMAT);
    }

    @Test
    void textsOfOneAndOfTwoIdsAreDistinctAndReadBack() {
        Set<String> texts = new HashSet<>();
        for (String tenant : IDS) {
            texts.add(readBack(tenant));
            IDS.forEach(agent -> texts.add(readBack(tenant, agent)));
        }
        assertThat(texts).hasSize(IDS.size() * (IDS.size() + 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4})
    void textsOfThreeAndOfFourIdsAreDistinctAndReadBack(int depth) {
        Stream<List<String>> tuples = Stream.of(List.of());
        for (int i = 0; i < depth; i++) {
            tuples = tuples.flatMap(tuple -> FEW.stream()
                    .map(id -> Stream.concat(tuple.stream(), Stream.of(id)).toList()));
        }
        Set<String> texts = new HashSet<>();
        tuples.forEach(tuple -> texts.add(readBack(tuple.toArray(String[]::new))));
        assertThat(texts).hasSize((int) Math.pow(FEW.size(), depth));
    }

    @Test
    void everyHostileIdReadsBackInTheThirdAndTheFourthPlace() {
        Set<String> texts = new HashSet<>();
        for (String id : IDS) {
            for (String other : IDS) {
                texts.add(readBack("a", "/", id, other));
                texts.add(readBack("a", "%2F", other, id));
                texts.add(readBack(id, "a", other));
            }
        }
        assertThat(texts).hasSize(3 * IDS.size() * IDS.size());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20_260_101, -7})
    void randomContextsReadBackFromTextAndJson(long seed) {
        RandomIds random = new RandomIds(seed);
        Set<List<String>> contexts = new HashSet<>();
        Set<String> texts = new HashSet<>();
        for (int i = 0; i < 30_000; i++) {
            List<String> parts = random.parts();
            contexts.add(parts);
            texts.add(readBack(parts.toArray(String[]::new)));
        }
        assertThat(texts).hasSameSizeAs(contexts);
    }

    /** The canonical text, after checking that it and the JSON form denote exactly these ids. */
    private static String readBack(String... ids) {
        IsolationContext context = IsolationContext.ofIds(List.of(ids));
        String text = context.canonical();
        if (!IsolationContext.parse(text).equals(context)
                || !IsolationContext.fromJson(context.toJson()).equals(context)) {
            throw new AssertionError("Does not read back: " + text);
        }
        return text;
    }
}
