package org.maibot.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.maibot.isolation.Refusals.refusal;
import static org.maibot.isolation.ViolationReason.NO_CONTEXT;
import static org.maibot.isolation.ViolationReason.WRONG_LEVEL;

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class IsolationContextTest {
    private static final IsolationContext TENANT = IsolationContext.of("acme");
    private static final IsolationContext AGENT = IsolationContext.of("acme", "support");
    private static final IsolationContext PLATFORM = IsolationContext.of("acme", "support", "qq");
    private static final IsolationContext CHAT = IsolationContext.of("acme", "support", "qq", "g1");

    @Test
    void theInnermostFixedDimensionIsTheLevel() {
        assertThat(List.of(TENANT, AGENT, PLATFORM, CHAT))
                .extracting(IsolationContext::level)
                .containsExactly(Dimension.values());
    }

    @Test
    void accessorsGiveTheIdOfAFixedDimensionAndNothingForAnOpenOne() {
        assertThat(CHAT.tenantId()).isEqualTo("acme");
        assertThat(CHAT.agentId()).contains("support");
        assertThat(CHAT.platform()).contains("qq");
        assertThat(CHAT.chatStreamId()).contains("g1");
        assertThat(TENANT.agentId()).isEmpty();
        assertThat(TENANT.platform()).isEmpty();
        assertThat(TENANT.chatStreamId()).isEmpty();
        assertThat(AGENT.id(Dimension.AGENT)).contains("support");
        assertThat(AGENT.id(Dimension.PLATFORM)).isEmpty();
    }

    @Test
    void aContextFixesItsLevelAndEveryDimensionOutsideIt() {
        for (IsolationContext context : List.of(TENANT, AGENT, PLATFORM, CHAT)) {
            for (Dimension dimension : Dimension.values()) {
                assertThat(context.fixes(dimension)).isEqualTo(dimension.compareTo(context.level()) <= 0);
            }
        }
    }

    @Test
    void anOperationIsRefusedInAContextThatIsTooWide() {
        assertThat(CHAT.requireFixed(Dimension.CHAT_STREAM, "Appending a message"))
                .isSameAs(CHAT);
        assertThat(refusal(() -> AGENT.requireFixed(Dimension.CHAT_STREAM, "Appending a message"), WRONG_LEVEL))
                .hasMessage("Appending a message needs a context that fixes chat_stream_id, this one ends at agent_id."
                        + " Narrow the context first: context.narrow()….build().");
    }

    @Test
    void contextsAreEqualWhenAllTheirIdsAreEqual() {
        List<IsolationContext> contexts = HostileIds.all().stream()
                .flatMap(id -> List.of(IsolationContext.of(id), IsolationContext.of("t", id)).stream())
                .toList();
        assertThat(contexts).doesNotHaveDuplicates();
        assertThat(contexts).allSatisfy(context -> {
            IsolationContext same = IsolationContext.parse(context.canonical());
            assertThat(same).isEqualTo(context).hasSameHashCodeAs(context).hasToString(context.canonical());
        });
    }

    @Test
    void aContextEqualsNeitherANarrowerOneNorAnythingElse() {
        assertThat(TENANT).isNotEqualTo(AGENT).isNotEqualTo("acme").isNotEqualTo(null);
        assertThat(AGENT).isNotEqualTo(IsolationContext.of("support", "acme"));
    }

    @Test
    void aContextDoesNotChangeWithTheListItWasMadeFrom() {
        List<String> ids = new ArrayList<>(List.of("acme", "support"));
        IsolationContext context = IsolationContext.ofIds(ids);
        ids.set(0, "other");
        assertThat(context).isEqualTo(AGENT);
    }

    @Test
    void everyFieldOfAContextIsFinalAndPrivate() {
        assertThat(IsolationContext.class.getDeclaredFields())
                .filteredOn(field -> !field.isSynthetic())
                .allMatch(field -> Modifier.isFinal(field.getModifiers()) && Modifier.isPrivate(field.getModifiers()));
        assertThat(Modifier.isFinal(IsolationContext.class.getModifiers())).isTrue();
        assertThat(IsolationContext.class.getConstructors()).isEmpty();
    }

    @Test
    void columnNamesAreThoseOfTheCanonicalSchema() {
        assertThat(Arrays.stream(Dimension.values()).map(Dimension::columnName))
                .containsExactly("tenant_id", "agent_id", "platform", "chat_stream_id");
    }

    @Test
    void aThreadOutsideEveryContextHasNoneAndIsRefusedOne() {
        assertThat(IsolationContext.current()).isEmpty();
        assertThat(refusal(IsolationContext::requireCurrent, NO_CONTEXT).remedy())
                .contains("context.run(…)", "context.wrap(executor)");
    }

    @Test
    @SuppressWarnings("NullAway") // callers without null checks exist
    void absentTextsAreNamedByTheException() {
        assertThatNullPointerException()
                .isThrownBy(() -> IsolationContext.parse(null))
                .withMessage("canonical");
        assertThatNullPointerException()
                .isThrownBy(() -> IsolationContext.fromJson(null))
                .withMessage("json");
    }
}
