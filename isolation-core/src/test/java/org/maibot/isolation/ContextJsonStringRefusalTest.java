package org.maibot.isolation;

import static org.maibot.isolation.Refusals.refusal;
import static org.maibot.isolation.ViolationReason.INVALID_CONTEXT_TEXT;
import static org.maibot.isolation.ViolationReason.INVALID_ID;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContextJsonStringRefusalTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\x",
                "\\a",
                "\\0",
                "\\U0041",
                "\\u",
                "\\u00",
                "\\u004",
                "\\u004g",
                "\\u 041",
                "\\u+041",
                "\\u-041",
                "\\u\uff10\uff10\uff14\uff11",
                "\\u\u0660\u0660\u0664\u0661",
                "\\"
            })
    void anEscapeThatJsonDoesNotHaveIsRefused(String escape) {
        refusal(() -> IsolationContext.fromJson("{\"tenant_id\":\"" + escape + "\"}"), INVALID_CONTEXT_TEXT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "\n", "a\u0000", "\\n", "\\b", "\\f", "\\r", "\\t", "\\u0000", "\\u0085", "\\ud83d", "\\ude00"
            })
    void textThatIsNoIdIsRefused(String id) {
        refusal(() -> IsolationContext.fromJson("{\"tenant_id\":\"" + id + "\"}"), INVALID_ID);
    }

    @ParameterizedTest
    @MethodSource("org.maibot.isolation.HostileIds#illegal")
    void illegalIdsAreRefused(String id) {
        refusal(() -> IsolationContext.fromJson("{\"tenant_id\":\"" + id + "\"}"), INVALID_ID);
    }
}
