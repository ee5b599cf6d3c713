package org.maibot.isolation.examples.quickstart;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonOutputTest {
    private static final List<String> HOSTILE_IDS =
            List.of("a", "a:b", "b:c", "c", "%", "_", "A", "'; --", "猫", "🐱", "שלום", " ", "\"", "e\u0301", "é");

    @TempDir
    Path directory;

    @Test
    void theObjectHasExactlyTheseMembers() throws IOException {
        Run run = Run.of("--json");
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        JsonNode json = run.json();
        assertThat(json.fieldNames())
                .toIterable()
                .containsExactly("messages", "tenants", "agents", "scopes", "refused");
        assertThat(json.get("scopes"))
                .isNotEmpty()
                .allSatisfy(scope -> assertThat(scope.fieldNames())
                        .toIterable()
                        .containsExactly("tenant_id", "agent_id", "platform", "chat_stream_id", "messages"));
        assertThat(json.get("refused")).hasSize(3).allSatisfy(refusal -> {
            assertThat(refusal.fieldNames()).toIterable().containsExactly("attempt", "reason", "message");
            assertThat(refusal).allSatisfy(text -> assertThat(text.textValue()).isNotBlank());
        });
    }

    @Test
    void theReasonsOfTheRefusalsAreThoseOfTheLibrary() throws IOException {
        assertThat(Run.of("--json").json().get("refused").findValuesAsText("reason"))
                .containsExactly("FOREIGN_SCOPE", "UNKNOWN_TABLE", "CONTEXT_NOT_NARROWER");
    }

    @Test
    void theCountsOfTheSampleAreThoseOfAParserAlone() throws IOException {
        try (InputStream sample = Quickstart.class.getResourceAsStream("sample.jsonl")) {
            assertThat(sample).isNotNull();
            requireCounts(Run.utf8(sample.readAllBytes()), Run.of("--json").json());
        }
    }

    @Test
    void theCountsOfHostileIdsAreThoseOfAParserAlone() throws IOException {
        List<LogLine> lines = new ArrayList<>();
        for (String tenant : HOSTILE_IDS) {
            for (String agent : HOSTILE_IDS) {
                lines.add(new LogLine(tenant, agent, "qq", "g", "m-1", "from " + tenant));
                lines.add(new LogLine(tenant, "a", agent, "g", "m-1", "from " + tenant));
                lines.add(new LogLine(tenant, "a", "qq", agent, agent, "from " + tenant));
            }
        }
        Path file = LogLine.write(directory, lines.stream().distinct().toList());
        requireCounts(Files.readString(file), Run.of("--json", file).json());
    }

    private static void requireCounts(String log, JsonNode json) throws IOException {
        Map<List<String>, Long> counts = parse(log).stream().collect(groupingBy(JsonOutputTest::scope, counting()));
        assertThat(StreamSupport.stream(json.get("scopes").spliterator(), false)
                        .collect(toMap(
                                JsonOutputTest::scope,
                                scope -> scope.get("messages").longValue())))
                .isEqualTo(counts);
        assertThat(json.get("messages").longValue()).isEqualTo(log.lines().count());
        assertThat(json.get("tenants").longValue()).isEqualTo(prefixes(counts, 1));
        assertThat(json.get("agents").longValue()).isEqualTo(prefixes(counts, 2));
    }

    private static List<JsonNode> parse(String log) throws IOException {
        return new JsonMapper()
                .readerFor(JsonNode.class)
                .<JsonNode>readValues(log)
                .readAll();
    }

    private static List<String> scope(JsonNode node) {
        return List.of(
                node.get("tenant_id").textValue(),
                node.get("agent_id").textValue(),
                node.get("platform").textValue(),
                node.get("chat_stream_id").textValue());
    }

    private static long prefixes(Map<List<String>, Long> counts, int length) {
        return counts.keySet().stream()
                .map(scope -> scope.subList(0, length))
                .distinct()
                .count();
    }
}
