package org.maibot.isolation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.maibot.isolation.query.Agent;
import org.maibot.isolation.query.AgentQueries;
import org.maibot.isolation.query.ChatStream;
import org.maibot.isolation.query.ChatStreamQueries;
import org.maibot.isolation.query.IsolatedQueryManager;
import org.maibot.isolation.query.MemoryLevel;
import org.maibot.isolation.query.MemoryQueries;
import org.maibot.isolation.query.MessageCursor;
import org.maibot.isolation.query.MessagePage;
import org.maibot.isolation.query.MessageQueries;

/** Every method that takes a limit takes 1 to the largest, and none else, at every level. */
class QueryLimitsTest {
    private static final int MAX = IsolatedQueryManager.MAX_LIMIT;
    private static final List<String> STREAM = List.of("acme", "bot", "qq", "g1");

    private static TestRuntime runtime;
    private static Map<Class<?>, Object> samples;

    @BeforeAll
    static void open() {
        runtime = new TestRuntime();
        IsolatedQueryManager stream = queries(4);
        stream.messages().append(Samples.message("1"));
        stream.memories().store("text", "text");
        samples = Map.of(
                String.class,
                "text",
                Instant.class,
                Instant.EPOCH,
                MemoryLevel.class,
                MemoryLevel.CHAT,
                MessageCursor.class,
                stream.messages().history(1).first().orElseThrow(),
                ChatStream.class,
                stream.chatStreams().find().orElseThrow(),
                Agent.class,
                stream.agents().find().orElseThrow());
    }

    @AfterAll
    static void close() {
        runtime.close();
    }

    private static IsolatedQueryManager queries(int level) {
        return runtime.queries(STREAM.subList(0, level).toArray(String[]::new));
    }

    static List<Arguments> limitedMethods() {
        List<Arguments> methods = Stream.of(
                        MessageQueries.class, ChatStreamQueries.class, MemoryQueries.class, AgentQueries.class)
                .flatMap(type -> Arrays.stream(type.getMethods()))
                .filter(method -> Arrays.asList(method.getParameterTypes()).contains(int.class))
                .flatMap(method -> levels(method).map(level -> Arguments.of(method, level)))
                .toList();
        assertThat(methods).hasSizeGreaterThan(40);
        return methods;
    }

    /** The order of several chat streams' messages is that of their times; what was appended last is asked of one. */
    private static Stream<Integer> levels(Method method) {
        return method.getName().equals("lastAppended") ? Stream.of(4) : Stream.of(1, 2, 3, 4);
    }

    private static Object call(Method method, int level, int limit) throws Exception {
        IsolatedQueryManager queries = queries(level);
        Object target = Stream.of(queries.messages(), queries.chatStreams(), queries.memories(), queries.agents())
                .filter(method.getDeclaringClass()::isInstance)
                .findFirst()
                .orElseThrow();
        Object[] arguments = Arrays.stream(method.getParameterTypes())
                .map(type -> type == int.class ? Integer.valueOf(limit) : samples.get(type))
                .toArray();
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    @ParameterizedTest
    @MethodSource("limitedMethods")
    void otherLimitsAreNotTaken(Method method, int level) {
        for (int limit : new int[] {0, -1, Integer.MIN_VALUE, MAX + 1, Integer.MAX_VALUE}) {
            assertThatThrownBy(() -> call(method, level, limit))
                    .as("the limit %d", limit)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("limit is " + limit);
        }
    }

    @ParameterizedTest
    @MethodSource("limitedMethods")
    void theSmallestAndTheLargestAreTaken(Method method, int level) throws Exception {
        for (int limit : new int[] {1, MAX}) {
            Object result = call(method, level, limit);
            Collection<?> rows = result instanceof MessagePage page ? page.messages() : (Collection<?>) result;
            assertThat(rows).isUnmodifiable().hasSizeBetween(0, 1);
        }
    }
}
