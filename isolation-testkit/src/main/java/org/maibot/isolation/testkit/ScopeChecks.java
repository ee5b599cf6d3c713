package org.maibot.isolation.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.maibot.isolation.query.IsolatedQueryManager.MAX_LIMIT;
import static org.maibot.isolation.testkit.MessageChecks.NOON;
import static org.maibot.isolation.testkit.MessageChecks.STREAMS;
import static org.maibot.isolation.testkit.MessageChecks.USER;
import static org.maibot.isolation.testkit.MessageChecks.inside;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.IsolationViolationException;
import org.maibot.isolation.query.Agent;
import org.maibot.isolation.query.ChatStream;
import org.maibot.isolation.query.ChatStreamQueries;
import org.maibot.isolation.query.IsolatedQueryManager;
import org.maibot.isolation.query.MemoryLevel;
import org.maibot.isolation.query.Message;
import org.maibot.isolation.query.TenantOverview;
import org.maibot.isolation.query.Usage;
import org.maibot.isolation.query.UsageQueries;
import org.maibot.isolation.query.UsageTotal;

/** What {@link IsolatedQueryManagerContract} asks of everything but messages and memories. */
record ScopeChecks(ScopedQueries queries) {
    private static final Instant FROM = NOON.minusSeconds(1);
    private static final Instant TO = NOON.plusSeconds(1);
    private static final LocalDate DAY = LocalDate.ofInstant(NOON, ZoneOffset.UTC);
    private static final String MODEL = "model";

    void contexts() throws Exception {
        for (Dimension level : Dimension.values()) {
            for (IsolationContext context : HostileContexts.at(level)) {
                assertThat(queries.of(context).context()).isEqualTo(context);
            }
        }
    }

    void chatStreams() throws Exception {
        for (IsolationContext stream : STREAMS) {
            ChatStreamQueries streams = queries.of(stream).chatStreams();
            assertThat(streams.find()).as("%s before it is created", stream).isEmpty();
            assertThat(streams.getOrCreate("name of " + STREAMS.indexOf(stream)).context())
                    .as("what was created")
                    .isEqualTo(stream);
        }
        for (IsolationContext stream : STREAMS) {
            assertThat(queries.of(stream).chatStreams().find()).hasValueSatisfying(found -> {
                assertThat(found.context()).isEqualTo(stream);
                assertThat(found.name()).as("the name of %s", stream).hasValue("name of " + STREAMS.indexOf(stream));
            });
        }
    }

    void listsOfChatStreams() throws Exception {
        new MessageChecks(queries).fill();
        for (Dimension level : Dimension.values()) {
            for (IsolationContext context : HostileContexts.at(level)) {
                ChatStreamQueries streams = queries.of(context).chatStreams();
                for (List<ChatStream> list : List.of(
                        streams.list(MAX_LIMIT),
                        streams.active(Instant.EPOCH, MAX_LIMIT),
                        streams.byUser(USER, MAX_LIMIT))) {
                    assertThat(list)
                            .as("the chat streams that %s sees", context)
                            .extracting(ChatStream::context)
                            .containsExactlyInAnyOrderElementsOf(
                                    STREAMS.stream().filter(context::contains).toList());
                }
                assertThat(streams.count()).as("chat streams of %s", context).isEqualTo(inside(context));
            }
        }
    }

    void agents() throws Exception {
        List<IsolationContext> agents = HostileContexts.at(Dimension.AGENT);
        for (IsolationContext agent : agents) {
            assertThat(queries.of(agent).agents().find())
                    .as("%s before it is registered", agent)
                    .isEmpty();
            queries.of(agent).agents().getOrCreate("name of " + agents.indexOf(agent));
        }
        for (IsolationContext agent : agents) {
            assertThat(queries.of(agent).agents().find()).hasValueSatisfying(found -> {
                assertThat(found.context()).isEqualTo(agent);
                assertThat(found.name()).as("the name of %s", agent).hasValue("name of " + agents.indexOf(agent));
            });
        }
    }

    void listsOfAgents() throws Exception {
        List<IsolationContext> agents = HostileContexts.at(Dimension.AGENT);
        for (IsolationContext agent : agents) {
            queries.of(agent).agents().getOrCreate();
        }
        for (IsolationContext tenant : HostileContexts.at(Dimension.TENANT)) {
            List<IsolationContext> expected =
                    agents.stream().filter(tenant::contains).toList();
            assertThat(queries.of(tenant).agents().list(MAX_LIMIT))
                    .as("the agents that %s sees", tenant)
                    .extracting(Agent::context)
                    .containsExactlyInAnyOrderElementsOf(expected);
            assertThat(queries.of(tenant).agents().count())
                    .as("agents of %s", tenant)
                    .isEqualTo(expected.size());
        }
    }

    private static UsageTotal of(IsolationContext context) {
        long tokens = STREAMS.stream()
                .filter(context::contains)
                .mapToLong(ScopeChecks::tokens)
                .sum();
        return new UsageTotal(inside(context), tokens, 1_000 * tokens);
    }

    private static long tokens(IsolationContext stream) {
        return 1L + STREAMS.indexOf(stream);
    }

    private void use() throws Exception {
        for (IsolationContext stream : STREAMS) {
            queries.of(stream).usage().record(new Usage(MODEL, NOON, tokens(stream), 1_000 * tokens(stream)));
        }
    }

    void usage() throws Exception {
        use();
        for (Dimension level : Dimension.values()) {
            for (IsolationContext context : HostileContexts.at(level)) {
                UsageQueries usage = queries.of(context).usage();
                assertThat(usage.total(FROM, TO)).as("the use by %s", context).isEqualTo(of(context));
                assertThat(usage.perDay(FROM, TO)).as("the use by %s", context).isEqualTo(Map.of(DAY, of(context)));
                assertThat(usage.perModel(FROM, TO))
                        .as("the use by %s", context)
                        .isEqualTo(Map.of(MODEL, of(context)));
                assertThat(usage.perPlatform(FROM, TO))
                        .as("the use by %s", context)
                        .isEqualTo(platforms(context));
            }
        }
    }

    private static Map<String, UsageTotal> platforms(IsolationContext context) {
        Map<String, UsageTotal> platforms = new HashMap<>();
        for (IsolationContext stream : STREAMS) {
            if (context.contains(stream)) {
                platforms.merge(
                        stream.platform().orElseThrow(),
                        of(stream),
                        (a, b) -> new UsageTotal(
                                a.requests() + b.requests(),
                                a.promptTokens() + b.promptTokens(),
                                a.completionTokens() + b.completionTokens()));
            }
        }
        return platforms;
    }

    void overviews() throws Exception {
        new MessageChecks(queries).fill();
        use();
        for (IsolationContext stream : STREAMS) {
            queries.of(stream).memories().store("title", "content");
        }
        List<IsolationContext> agents = HostileContexts.at(Dimension.AGENT);
        for (Dimension level : Dimension.values()) {
            for (IsolationContext context : HostileContexts.at(level)) {
                long agentsInside = agents.stream()
                        .filter(agent -> agent.contains(context) || context.contains(agent))
                        .count();
                int streams = inside(context);
                assertOverview(context, agentsInside, streams);
            }
        }
    }

    private void assertOverview(IsolationContext context, long agents, int streams) throws Exception {
        TenantOverview overview = queries.of(context).tenantOverview();
        assertThat(overview.context()).isEqualTo(context);
        assertThat(overview)
                .as("the overview of %s", context)
                .extracting(
                        TenantOverview::agents,
                        TenantOverview::chatStreams,
                        TenantOverview::messages,
                        TenantOverview::memories,
                        TenantOverview::usage)
                .containsExactly(agents, (long) streams, 2L * streams, (long) streams, of(context));
    }

    void narrowerContexts() throws Exception {
        IsolationContext chat = STREAMS.get(0);
        IsolatedQueryManager tenant = queries.of(HostileContexts.widened(chat, Dimension.TENANT));
        IsolatedQueryManager agent = queries.of(HostileContexts.widened(chat, Dimension.AGENT));
        IsolatedQueryManager platform = queries.of(HostileContexts.widened(chat, Dimension.PLATFORM));
        Message message = new Message("m-1", USER, Message.Role.USER, NOON, "text");
        for (IsolatedQueryManager wide : List.of(tenant, agent, platform)) {
            requireRefused(wide, () -> wide.messages().append(message));
            requireRefused(wide, () -> wide.messages().appendAll(List.of(message)));
            requireRefused(wide, () -> wide.messages().find("m-1"));
            requireRefused(wide, () -> wide.chatStreams().getOrCreate());
            requireRefused(wide, () -> wide.chatStreams().find());
        }
        requireRefused(tenant, () -> tenant.agents().getOrCreate());
        requireRefused(tenant, () -> tenant.memories().store("title", "content"));
        requireRefused(tenant, () -> tenant.memories().find("m"));
        requireRefused(tenant, () -> tenant.memories().forget("m"));
        requireRefused(tenant, () -> tenant.usage().record(new Usage(MODEL, NOON, 1, 1)));
        TenantOverview overview = tenant.tenantOverview();
        assertThat(overview.messages() + overview.memories() + overview.chatStreams() + overview.agents())
                .as("what was stored although it was refused")
                .isZero();
    }

    void widerLevels() throws Exception {
        IsolationContext chat = STREAMS.get(0);
        IsolatedQueryManager narrow = queries.of(chat);
        String id = narrow.memories().store("title", "content").memoryId();
        requireRefused(narrow, () -> narrow.memories().promote(id, MemoryLevel.AGENT, "a reason"));
        IsolatedQueryManager platform = queries.of(HostileContexts.widened(chat, Dimension.PLATFORM));
        requireRefused(platform, () -> platform.memories().promote(id, MemoryLevel.AGENT, "a reason"));
    }

    private static void requireRefused(IsolatedQueryManager queries, ThrowingCallable code) {
        assertThatExceptionOfType(IsolationViolationException.class)
                .as("what needs another level than that of %s", queries.context())
                .isThrownBy(code);
    }
}
