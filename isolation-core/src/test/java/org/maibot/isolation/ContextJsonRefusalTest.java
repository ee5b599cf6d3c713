package org.maibot.isolation;

import static org.maibot.isolation.Refusals.refusal;
import static org.maibot.isolation.ViolationReason.INVALID_CONTEXT_TEXT;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContextJsonRefusalTest {
    private static final String WHOLE =
            IsolationContext.of("ac\"me", "\\", "qq", "\ud83d\ude00").toJson();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'tenant_id':'a','tenant_id':'a'}",
                "{'tenant_id':'a','tenant_id':'b'}",
                "{'tenant_id':'a','tenant\\u005fid':'b'}",
                "{'tenant_id':'a','user_id':'u'}",
                "{'tenant_id':'a','':'u'}",
                "{'Tenant_id':'a'}",
                "{'tenant_id ':'a'}",
                "{'tenantId':'a'}"
            })
    void aDuplicateOrUnknownMemberIsRefused(String json) {
        refused(json);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'agent_id':'a'}",
                "{'platform':'p'}",
                "{'chat_stream_id':'c'}",
                "{'tenant_id':'t','platform':'p'}",
                "{'tenant_id':'t','chat_stream_id':'c'}",
                "{'tenant_id':'t','agent_id':'a','chat_stream_id':'c'}",
                "{'agent_id':'a','platform':'p','chat_stream_id':'c'}"
            })
    void aMemberWithoutTheOuterOnesIsRefused(String json) {
        refused(json);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1", "-1.5e3", "true", "null", "{}", "[]", "['a']", "{'a':'b'}", "a", "", "'a' 'b'", "+'a'"})
    void aValueThatIsNotOneTextIsRefused(String value) {
        refused("{'tenant_id':" + value + "}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "1",
                "'a'",
                "[]",
                "{}",
                "[{'tenant_id':'a'}]",
                "{'tenant_id'}",
                "{'tenant_id' 'a'}",
                "{'tenant_id':'a',}",
                "{,'tenant_id':'a'}",
                "{'tenant_id':'a';'agent_id':'b'}",
                "{tenant_id:'a'}",
                "{'tenant_id':'a' 'agent_id':'b'}",
                "\ufeff{'tenant_id':'a'}",
                "/**/{'tenant_id':'a'}",
                "{'tenant_id'='a'}",
                "{\u00a0'tenant_id':'a'}",
                "{\f'tenant_id':'a'}",
                "{{'tenant_id':'a'}}"
            })
    void textThatIsNotOneObjectOfTextsIsRefused(String json) {
        refused(json);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "{}", "}", ",", "//", "{'tenant_id':'a'}", "\u0000", "\u00a0", "\ufeff"})
    void anythingAfterTheObjectIsRefused(String trailing) {
        refused("{'tenant_id':'a'}" + trailing);
        refused("{'tenant_id':'a'} \n" + trailing);
    }

    @Test
    void everyBeginningOfAJsonTextIsRefused() {
        for (int length = 0; length < WHOLE.length(); length++) {
            String beginning = WHOLE.substring(0, length);
            refusal(() -> IsolationContext.fromJson(beginning), INVALID_CONTEXT_TEXT);
        }
    }

    @Test
    void deepAndLongTextIsRefusedWithoutExhaustingTheStack() {
        for (String garbage : List.of("{", "[", "{\"tenant_id\":", "\"", "\\", ",", " ", "{\"a\":\"b\",")) {
            refusal(() -> IsolationContext.fromJson(garbage.repeat(200_000)), INVALID_CONTEXT_TEXT);
            refusal(() -> IsolationContext.fromJson("{\"tenant_id\":" + garbage.repeat(200_000)), INVALID_CONTEXT_TEXT);
        }
    }

    private static void refused(String json) {
        refusal(() -> IsolationContext.fromJson(quoted(json)), INVALID_CONTEXT_TEXT);
    }

    private static String quoted(String json) {
        return json.replace('\'', '"');
    }
}
