package org.maibot.isolation.jdbc;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.IsolationEvent;
import org.maibot.isolation.ViolationReason;
import org.maibot.isolation.query.AgentQueries;
import org.maibot.isolation.query.ChatStreamQueries;
import org.maibot.isolation.query.IsolatedQueryManager;
import org.maibot.isolation.query.MemoryQueries;
import org.maibot.isolation.query.MessageQueries;
import org.maibot.isolation.query.UsageQueries;

/**
 * Every method of every query manager answers, in a database crowded with confusable scopes, as it does where its scope is
 * alone, and changes nothing but the rows of its scope.
 */
@Tag("everyDatabase")
class EveryQueryIsIsolatedTest {
    private static final List<Class<?>> INTERFACES = List.of(
            IsolatedQueryManager.class,
            MessageQueries.class,
            ChatStreamQueries.class,
            MemoryQueries.class,
            UsageQueries.class,
            AgentQueries.class);
    private static final List<String> SCOPE = List.of("acme:eu", "bot", "qq", "g1");
    private static final String UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

    @AutoClose
    private static final TestRuntime TEMPLATE = new TestRuntime();

    @AutoClose
    private static final TestRuntime CROWDED = new TestRuntime();

    @AutoClose
    private static final TestRuntime ALONE = new TestRuntime();

    @BeforeAll
    static void seed() {
        CrowdedDatabase.seed(TEMPLATE);
    }

    static List<String> methods() {
        return INTERFACES.stream()
                .flatMap(type -> Arrays.stream(type.getMethods()))
                .map(EveryQueryIsIsolatedTest::signature)
                .sorted()
                .toList();
    }

    private static String signature(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(joining(",", method.getDeclaringClass().getSimpleName() + "." + method.getName() + "(", ")"));
    }

    static Stream<Arguments> methodsAtEachLevel() {
        return methods().stream()
                .flatMap(method -> Arrays.stream(Dimension.values()).map(level -> Arguments.of(method, level)));
    }

    @Test
    void everyMethodHasAnExercise() {
        assertThat(QueryExercise.ALL.keySet()).containsExactlyInAnyOrderElementsOf(methods());
    }

    @ParameterizedTest
    @MethodSource("methodsAtEachLevel")
    void staysInItsScope(String method, Dimension level) {
        QueryExercise exercise = requireNonNull(QueryExercise.ALL.get(method), "write an exercise of " + method);
        IsolationContext context = scope(level);
        CrowdedDatabase.copyAll(TEMPLATE, CROWDED);
        CrowdedDatabase.copyWhatIsVisible(context, TEMPLATE, ALONE);
        IsolatedQueryManager queries = CROWDED.isolation().queries(context);
        DatabaseDump before = DatabaseDump.outside(context, CROWDED.system());

        if (exercise.levels().contains(level)) {
            String answer = String.valueOf(exercise.code().apply(queries));
            Object answerAlone = exercise.code().apply(ALONE.isolation().queries(context));
            assertThat(anonymous(answer)).isEqualTo(anonymous(String.valueOf(answerAlone)));
            assertThat(answer).doesNotContain(foreignMarks(context));
        } else {
            CROWDED.events().clear();
            Refused.because(ViolationReason.WRONG_LEVEL, () -> exercise.code().apply(queries));
            assertThat(CROWDED.events().of(IsolationEvent.Refused.class)).hasSize(1);
        }

        assertThat(DatabaseDump.outside(context, CROWDED.system())).isEqualTo(before);
        assertThat(inside(context, CROWDED)).isEqualTo(inside(context, ALONE));
    }

    private static IsolationContext scope(Dimension level) {
        return IntStream.rangeClosed(1, 4)
                .mapToObj(length -> TestRuntime.context(SCOPE.subList(0, length)))
                .filter(context -> context.level() == level)
                .findFirst()
                .orElseThrow();
    }

    private static List<String> foreignMarks(IsolationContext context) {
        List<String> marks = CrowdedDatabase.SCOPES.stream()
                .filter(scope -> !scope.contains(context) && !context.contains(scope))
                .map(CrowdedDatabase::mark)
                .toList();
        assertThat(marks).isNotEmpty();
        return marks;
    }

    private static Map<String, List<String>> inside(IsolationContext context, TestRuntime runtime) {
        Map<String, List<String>> tables =
                new TreeMap<>(DatabaseDump.inside(context, runtime.system()).tables());
        tables.replaceAll((table, rows) ->
                rows.stream().map(EveryQueryIsIsolatedTest::anonymous).sorted().toList());
        return tables;
    }

    /** Without the ids that are made up for each new row. */
    private static String anonymous(String text) {
        return text.replaceAll(UUID, "a made-up id");
    }
}
