package org.maibot.isolation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.ViolationReason;
import org.maibot.isolation.query.Agent;
import org.maibot.isolation.query.AgentQueries;
import org.maibot.isolation.query.Usage;

/** Agents: registered once, named, listed. */
@Tag("everyDatabase")
class AgentQueriesTest {
    @AutoClose
    private final TestRuntime runtime = new TestRuntime();

    private final AgentQueries tenant = runtime.queries("acme").agents();
    private final AgentQueries bot = runtime.queries("acme", "bot").agents();
    private final AgentQueries inStream =
            runtime.queries("acme", "bot", "qq", "g1").agents();

    private static List<String> ids(List<Agent> agents) {
        return agents.stream()
                .map(agent -> agent.context().agentId().orElseThrow())
                .toList();
    }

    @Test
    void isRegisteredOnce() {
        assertThat(bot.find()).isEmpty();

        Agent registered = bot.getOrCreate();
        runtime.clock().advance(Duration.ofHours(1));

        assertThat(registered.context()).isEqualTo(IsolationContext.of("acme", "bot"));
        assertThat(registered.name()).isEmpty();
        assertThat(registered.createdAt()).isEqualTo(ManualClock.START);
        assertThat(bot.getOrCreate()).isEqualTo(registered);
        assertThat(bot.find()).contains(registered);
    }

    @Test
    void isTheSameFromInsideItsChats() {
        Agent registered = inStream.getOrCreate("Bot");

        assertThat(registered.context()).isEqualTo(IsolationContext.of("acme", "bot"));
        assertThat(bot.find()).contains(registered);
        assertThat(inStream.list(10)).containsExactly(registered);
        assertThat(inStream.count()).isOne();
    }

    @Test
    void isRegisteredByWhatItDoesFirst() {
        runtime.queries("acme", "a", "qq", "g1").messages().append(Samples.message("1"));
        runtime.queries("acme", "b").memories().store("", "");
        runtime.queries("acme", "c").usage().record(new Usage("m", Samples.NOON, 0, 0));
        runtime.queries("acme", "d", "qq", "g1").chatStreams().getOrCreate();

        assertThat(ids(tenant.list(10))).containsExactly("a", "b", "c", "d");
    }

    @Test
    void isRenamedAloneAndKeepsItsNameOtherwise() {
        AgentQueries sameIdElsewhere = runtime.queries("ACME", "bot").agents();
        sameIdElsewhere.getOrCreate("elsewhere");
        runtime.queries("acme", "helper").agents().getOrCreate("helper");

        assertThat(bot.getOrCreate("first").name()).contains("first");
        assertThat(bot.getOrCreate("小助手").name()).contains("小助手");
        assertThat(bot.getOrCreate().name()).contains("小助手");
        assertThat(sameIdElsewhere.find().flatMap(Agent::name)).contains("elsewhere");
        assertThat(runtime.queries("acme", "helper").agents().find().flatMap(Agent::name))
                .contains("helper");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 256})
    void aNameHas1To255Characters(int length) {
        assertThat(bot.getOrCreate("x".repeat(255)).name()).isPresent();

        assertThatThrownBy(() -> bot.getOrCreate("x".repeat(length))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void areListedPageByPageInOrder() {
        for (String agentId : List.of("b", "a", "B", "ab", "é", "😀", "a:b", " ")) {
            runtime.queries("acme", agentId).agents().getOrCreate();
        }
        runtime.queries("ACME", "c").agents().getOrCreate();
        List<String> whole = List.of(" ", "B", "a", "a:b", "ab", "b", "é", "😀");

        for (int size = 1; size <= 9; size++) {
            List<Agent> read = new ArrayList<>();
            for (List<Agent> page = tenant.list(size);
                    !page.isEmpty();
                    page = tenant.listAfter(read.get(read.size() - 1), size)) {
                assertThat(page).hasSizeLessThanOrEqualTo(size);
                assertThat(read).hasSizeLessThan(whole.size());
                read.addAll(page);
            }
            assertThat(ids(read)).isEqualTo(whole);
        }
        assertThat(tenant.count()).isEqualTo(8);
    }

    @Test
    void nothingFollowsTheAgentOfTheContext() {
        Agent agent = bot.getOrCreate();
        runtime.queries("acme", "c").agents().getOrCreate();

        assertThat(bot.listAfter(agent, 10)).isEmpty();
        assertThat(inStream.listAfter(agent, 10)).isEmpty();
    }

    @Test
    void oneOfAnotherScopeIsNoPlaceToGoOnFrom() {
        Agent helper = runtime.queries("acme", "helper").agents().getOrCreate();
        Agent elsewhere = runtime.queries("ACME", "bot").agents().getOrCreate();

        Refused.because(ViolationReason.FOREIGN_SCOPE, () -> bot.listAfter(helper, 10));
        Refused.because(ViolationReason.FOREIGN_SCOPE, () -> inStream.listAfter(helper, 10));
        Refused.because(ViolationReason.FOREIGN_SCOPE, () -> tenant.listAfter(elsewhere, 10));
    }
}
