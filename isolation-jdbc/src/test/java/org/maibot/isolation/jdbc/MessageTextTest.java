package org.maibot.isolation.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.maibot.isolation.jdbc.Samples.NOON;
import static org.maibot.isolation.jdbc.Samples.message;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.maibot.isolation.query.MessageQueries;
import org.maibot.isolation.query.StoredMessage;

/** What a message says is kept character by character. */
@Tag("everyDatabase")
class MessageTextTest {
    @AutoClose
    private final TestRuntime runtime = new TestRuntime();

    private final MessageQueries messages =
            runtime.queries("acme", "bot", "qq", "g1").messages();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\n\r\t\u0001\u001f",
                "你好，世界",
                "👨‍👩‍👧‍👦 👍🏽",
                "مرحبا \u202e abc",
                "\uffff\ufffe\ufffd\udbff\udfff",
                "e\u0301 \u00e9",
                "'; drop table messages; --",
                "{\"json\": \"\\u0000\"} ${x} %s ? :p"
            })
    void textSurvivesExactly(String text) {
        messages.append(message("m-1", NOON, text));

        assertThat(messages.find("m-1")).map(StoredMessage::text).contains(text);
    }

    @Test
    void aVeryLongTextSurvives() {
        String text = "长文😀".repeat(500_000);

        messages.append(message("m-1", NOON, text));

        String stored = messages.find("m-1").orElseThrow().text();
        assertThat(stored.getBytes(UTF_8)).isEqualTo(text.getBytes(UTF_8));
    }
}
