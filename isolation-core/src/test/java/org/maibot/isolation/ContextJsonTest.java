package org.maibot.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ContextJsonTest {
    private static final IsolationContext CHAT = IsolationContext.of("acme", "support", "qq", "g1");

    @Test
    void membersAreTheFixedDimensionsFromTheOutsideIn() {
        assertThat(IsolationContext.of("acme").toJson()).isEqualTo("{\"tenant_id\":\"acme\"}");
        assertThat(CHAT.toJson())
                .isEqualTo("{\"tenant_id\":\"acme\",\"agent_id\":\"support\",\"platform\":\"qq\","
                        + "\"chat_stream_id\":\"g1\"}");
    }

    @Test
    void quotesAndBackslashesAreEscaped() {
        assertThat(IsolationContext.of("a\"b\\c/d").toJson()).isEqualTo("{\"tenant_id\":\"a\\\"b\\\\c/d\"}");
    }

    @ParameterizedTest
    @MethodSource("org.maibot.isolation.HostileIds#all")
    void everyLegalIdReadsBackAtEveryDepth(String id) {
        List<IsolationContext> contexts = List.of(
                IsolationContext.of(id),
                IsolationContext.of("t", id),
                IsolationContext.of(id, "a", id),
                IsolationContext.of("t", id, "p", id));
        assertThat(contexts)
                .allSatisfy(context ->
                        assertThat(IsolationContext.fromJson(context.toJson())).isEqualTo(context));
    }

    @ParameterizedTest
    @MethodSource("org.maibot.isolation.HostileIds#all")
    void idsWrittenInUnicodeEscapesReadBack(String id) {
        StringBuilder lower = new StringBuilder();
        StringBuilder upper = new StringBuilder();
        id.chars().forEach(unit -> {
            lower.append(String.format("\\u%04x", unit));
            upper.append(String.format("\\u%04X", unit));
        });
        assertThat(IsolationContext.fromJson("{\"tenant_id\":\"" + lower + "\",\"agent_id\":\"" + upper + "\"}"))
                .isEqualTo(IsolationContext.of(id, id));
    }

    @Test
    void membersAreReadInAnyOrder() {
        List<String> members = List.of(
                "\"tenant_id\":\"acme\"",
                "\"agent_id\":\"support\"",
                "\"platform\":\"qq\"",
                "\"chat_stream_id\":\"g1\"");
        for (int i = 0; i < 256; i++) {
            List<Integer> order = List.of(i & 3, (i >> 2) & 3, (i >> 4) & 3, i >> 6);
            if (order.stream().distinct().count() == 4) {
                String json =
                        "{" + String.join(",", order.stream().map(members::get).toList()) + "}";
                assertThat(IsolationContext.fromJson(json)).isEqualTo(CHAT);
            }
        }
    }

    @Test
    void whiteSpaceIsReadAnywhereBetweenTokens() {
        String space = " \t\r\n ";
        String json = CHAT.toJson().replaceAll("[{}:,]|\"[^\"]*\"", space + "$0" + space);
        assertThat(IsolationContext.fromJson(json)).isEqualTo(CHAT);
    }

    @Test
    void everyShortEscapeIsRead() {
        assertThat(IsolationContext.fromJson("{\"tenant_id\":\"\\\"\\\\\\/\\u0041\"}"))
                .isEqualTo(IsolationContext.of("\"\\/A"));
    }

    @Test
    void namesMayBeWrittenWithEscapes() {
        assertThat(IsolationContext.fromJson("{\"tenant\\u005fid\":\"acme\"}")).isEqualTo(IsolationContext.of("acme"));
    }

    @Test
    void spacesInsideAnIdStay() {
        assertThat(IsolationContext.fromJson("{\"tenant_id\":\"  acme \"}")).isEqualTo(IsolationContext.of("  acme "));
    }
}
