package org.maibot.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maibot.isolation.Refusals.refusal;
import static org.maibot.isolation.ViolationReason.INVALID_ID;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class IdsTest {
    @Test
    void hostileIdsAreManyAndEachThereOnce() {
        assertThat(HostileIds.all()).hasSizeGreaterThan(120).doesNotHaveDuplicates();
        assertThat(HostileIds.illegal()).doesNotHaveDuplicates().doesNotContainAnyElementsOf(HostileIds.all());
    }

    @ParameterizedTest
    @MethodSource("org.maibot.isolation.HostileIds#all")
    void everyDimensionTakesALegalIdAsItIs(String id) {
        IsolationContext context = IsolationContext.of(id, id, id, id);
        assertThat(Dimension.values())
                .allSatisfy(dimension -> assertThat(context.id(dimension)).contains(id));
    }

    @ParameterizedTest
    @MethodSource("org.maibot.isolation.HostileIds#illegal")
    void everyDimensionRefusesAnIllegalId(String id) {
        refusedAtEveryPlace(id);
    }

    @Test
    @SuppressWarnings("NullAway") // callers without null checks exist
    void everyDimensionRefusesAnAbsentId() {
        refusedAtEveryPlace(null);
    }

    private static void refusedAtEveryPlace(String id) {
        IsolationContext tenant = IsolationContext.of("t");
        refusedFor("tenant_id", () -> IsolationContext.of(id));
        refusedFor("tenant_id", () -> IsolationContext.of(id, "a", "p", "c"));
        refusedFor("agent_id", () -> IsolationContext.of("t", id));
        refusedFor("platform", () -> IsolationContext.of("t", "a", id));
        refusedFor("chat_stream_id", () -> IsolationContext.of("t", "a", "p", id));
        refusedFor("agent_id", () -> tenant.narrow().agent(id));
        refusedFor("platform", () -> tenant.narrow().platform(id));
        refusedFor("chat_stream_id", () -> tenant.narrow().chatStream(id));
    }

    private static void refusedFor(String column, Runnable code) {
        assertThat(refusal(code::run, INVALID_ID)).message().startsWith("The " + column + " ");
    }

    @Test
    void theMessageSaysWhatIsWrongWithAnId() {
        assertThat(why("")).startsWith("The tenant_id is empty.");
        assertThat(why("x".repeat(129))).startsWith("The tenant_id has more than 128 characters.");
        assertThat(why("a\u0085")).startsWith("The tenant_id holds the control character U+0085.");
        assertThat(why("a\ud83d")).startsWith("The tenant_id holds half of a surrogate pair");
    }

    private static String why(String id) {
        return String.valueOf(refusal(() -> IsolationContext.of(id), INVALID_ID).getMessage());
    }

    @Test
    void everyControlCharacterAndEverySurrogateIsRefusedAndEveryOtherCharacterIsNot() {
        List<Integer> refused = IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .filter(codePoint -> !isLegal(Character.toString(codePoint)))
                .boxed()
                .toList();
        assertThat(refused)
                .hasSize(65 + 2048)
                .allMatch(codePoint -> codePoint < 0x20
                        || (codePoint >= 0x7f && codePoint < 0xa0)
                        || (codePoint >= 0xd800 && codePoint < 0xe000));
    }

    private static boolean isLegal(String id) {
        try {
            return IsolationContext.of(id).tenantId().equals(id);
        } catch (IsolationViolationException refusal) {
            return false;
        }
    }
}
