package org.maibot.isolation.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Comparator.comparing;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.HostileIds;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.IsolationEvent;
import org.maibot.isolation.ViolationReason;
import org.maibot.isolation.query.ChatStream;
import org.maibot.isolation.query.IsolatedQueryManager;
import org.maibot.isolation.query.Message;
import org.maibot.isolation.query.StoredMessage;
import org.maibot.isolation.query.Usage;

/** Every legal id survives as every kind of id, and is kept apart from all that look like it. */
@Tag("everyDatabase")
class HostileIdsSurviveTest {
    private static final List<String> IDS = HostileIds.all();

    @AutoClose
    private final TestRuntime runtime = new TestRuntime();

    /** A chat stream one of whose ids is given, and the others are plain. */
    private static IsolationContext stream(Dimension dimension, String id) {
        List<String> ids = new ArrayList<>(List.of("tenant", "agent", "platform", "stream"));
        ids.set(List.of(Dimension.values()).indexOf(dimension), id);
        return TestRuntime.context(ids);
    }

    @ParameterizedTest
    @EnumSource(Dimension.class)
    void asADimension(Dimension dimension) {
        IDS.forEach(id -> {
            IsolatedQueryManager queries = runtime.isolation().queries(stream(dimension, id));
            queries.messages().append(Samples.message("1", Samples.NOON, "of " + id));
            queries.memories().store("of " + id, "");
            queries.usage().record(new Usage("m", Samples.NOON, 1, 1));
        });

        IDS.forEach(id -> {
            IsolatedQueryManager queries = runtime.isolation().queries(stream(dimension, id));
            assertThat(queries.messages().history(10).messages())
                    .containsExactly(new StoredMessage(
                            stream(dimension, id), 1, Samples.message("1", Samples.NOON, "of " + id)));
            assertThat(queries.memories().list(10)).hasSize(1).allSatisfy(memory -> {
                assertThat(memory.context()).isEqualTo(stream(dimension, id));
                assertThat(memory.title()).isEqualTo("of " + id);
            });
            assertThat(queries.tenantOverview().usage().requests()).isOne();
        });
    }

    @Test
    void inTheListsOfTheScopeAround() {
        IDS.forEach(id -> runtime.isolation()
                .queries(stream(Dimension.CHAT_STREAM, id))
                .messages()
                .append(Samples.message("1")));
        IsolatedQueryManager platform = runtime.queries("tenant", "agent", "platform");

        assertThat(platform.chatStreams().list(1_000))
                .extracting(ChatStream::context)
                .containsExactlyElementsOf(IDS.stream()
                        .sorted(comparing(id -> id.getBytes(UTF_8), Arrays::compareUnsigned))
                        .map(id -> stream(Dimension.CHAT_STREAM, id))
                        .toList());
        ChatStream middle = platform.chatStreams().list(IDS.size() / 2).get(IDS.size() / 2 - 1);
        assertThat(platform.chatStreams().listAfter(middle, 1_000)).hasSize(IDS.size() - IDS.size() / 2);
        assertThat(platform.messages().history(1_000).messages())
                .extracting(stored -> stored.context().chatStreamId().orElseThrow())
                .containsExactlyInAnyOrderElementsOf(IDS);
    }

    @Test
    void asMessageIdAndUserId() {
        IsolatedQueryManager queries = runtime.isolation().queries(stream(Dimension.TENANT, "tenant"));
        Map<String, Message> messages = new LinkedHashMap<>();
        IDS.forEach(id -> messages.put(id, Samples.by(id, id)));

        assertThat(queries.messages().appendAll(List.copyOf(messages.values()))).isEqualTo(IDS.size());

        messages.forEach((id, message) -> {
            assertThat(queries.messages().find(id)).map(StoredMessage::message).contains(message);
            assertThat(queries.messages().byUser(id, 10).messages())
                    .extracting(StoredMessage::message)
                    .containsExactly(message);
            assertThat(queries.chatStreams().byUser(id, 10)).hasSize(1);
        });
    }

    @Test
    void illegalOnesAreRefusedAndReportedInEveryDimension() {
        runtime.events().clear();
        Isolation isolation = runtime.isolation();

        for (String id : HostileIds.illegal()) {
            Refused.because(ViolationReason.INVALID_ID, () -> isolation.createIsolationContext(id));
            Refused.because(ViolationReason.INVALID_ID, () -> isolation.createIsolationContext("t", id));
            Refused.because(ViolationReason.INVALID_ID, () -> isolation.createIsolationContext("t", "a", id));
            Refused.because(ViolationReason.INVALID_ID, () -> isolation.createIsolationContext("t", "a", "p", id));
        }

        assertThat(runtime.events().of(IsolationEvent.Refused.class))
                .hasSize(4 * HostileIds.illegal().size());
        assertThat(runtime.events().of(IsolationEvent.TenantRegistered.class)).isEmpty();
    }
}
