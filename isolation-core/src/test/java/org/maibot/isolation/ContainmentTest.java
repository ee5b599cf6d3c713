package org.maibot.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ContainmentTest {
    /** Contexts of every level over ids that are prefixes of each other or hold separators. */
    private static List<List<String>> parts() {
        List<String> ids = List.of("a", "aa", "a:b", "b", "A", "a/b", "a ");
        Stream<List<String>> tenants = ids.stream().map(List::of);
        Stream<List<String>> agents = ids.stream().flatMap(t -> ids.stream().map(a -> List.of(t, a)));
        Stream<List<String>> platforms = ids.stream()
                .flatMap(t -> ids.stream().flatMap(a -> Stream.of("a", "b").map(p -> List.of(t, a, p))));
        Stream<List<String>> chats = ids.stream().map(c -> List.of("a", "aa", "a", c));
        return Stream.of(tenants, agents, platforms, chats).flatMap(s -> s).toList();
    }

    @Test
    void aContextContainsThoseWhoseIdsBeginWithItsOwnAndNoOthers() {
        for (List<String> outer : parts()) {
            for (List<String> inner : parts()) {
                boolean begins = inner.size() >= outer.size()
                        && inner.subList(0, outer.size()).equals(outer);
                assertThat(IsolationContext.ofIds(outer).contains(IsolationContext.ofIds(inner)))
                        .as("%s contains %s", outer, inner)
                        .isEqualTo(begins);
            }
        }
    }

    @Test
    void noTenantContainsAnotherHoweverAlikeTheirIdsAre() {
        for (String outerId : HostileIds.all()) {
            IsolationContext outer = IsolationContext.of(outerId);
            for (String innerId : HostileIds.all()) {
                boolean same = outerId.equals(innerId);
                assertThat(outer.contains(IsolationContext.of(innerId))).isEqualTo(same);
                assertThat(outer.contains(IsolationContext.of(innerId, "x"))).isEqualTo(same);
            }
        }
    }

    @Test
    void aNarrowedContextIsContainedAndDoesNotContain() {
        IsolationContext tenant = IsolationContext.of("acme");
        IsolationContext agent = tenant.narrow().agent("support").build();
        IsolationContext chat = agent.narrow().platform("qq").chatStream("g1").build();
        assertThat(tenant.contains(agent)).isTrue();
        assertThat(tenant.contains(chat)).isTrue();
        assertThat(agent.contains(chat)).isTrue();
        assertThat(agent.contains(tenant)).isFalse();
        assertThat(chat.contains(agent)).isFalse();
    }

    @Test
    void idsAreNotJoinedForTheComparison() {
        IsolationContext first = IsolationContext.of("a:b", "c");
        IsolationContext second = IsolationContext.of("a", "b:c");
        assertThat(first).isNotEqualTo(second);
        assertThat(first.contains(second)).isFalse();
        assertThat(second.contains(first)).isFalse();
        assertThat(IsolationContext.of("a").contains(IsolationContext.of("a:b")))
                .isFalse();
        assertThat(IsolationContext.of("a").contains(IsolationContext.of("a/b")))
                .isFalse();
    }
}
