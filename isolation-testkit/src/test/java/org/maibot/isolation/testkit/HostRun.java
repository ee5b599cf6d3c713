package org.maibot.isolation.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** JUnit runs the tests of a host here, and tells which fail. */
final class HostRun {
    private HostRun() {}

    /** The tests of a contract. */
    static Set<String> testsOf(Class<?> contract) {
        return Arrays.stream(contract.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The tests that fail for an implementation. */
    static Set<String> failuresOf(Class<?> implementation) {
        TestExecutionSummary summary = run(implementation);
        assertThat(summary.getTestsStartedCount())
                .as("tests that were run")
                .isEqualTo(testsOf(contractOf(implementation)).size());
        return summary.getFailures().stream()
                .map(failure -> name(failure.getTestIdentifier().getSource().orElseThrow()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Runs the tests of a class. */
    static TestExecutionSummary run(Class<?> tests) {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(tests))
                                .build(),
                        listener);
        return listener.getSummary();
    }

    /** The tests that fail for one implementation or another. */
    static Set<String> failuresOfAny(Class<?>... implementations) {
        return Stream.of(implementations)
                .flatMap(implementation -> failuresOf(implementation).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Class<?> contractOf(Class<?> implementation) {
        return implementation.getSimpleName().endsWith("Contract")
                ? implementation
                : contractOf(implementation.getSuperclass());
    }

    private static String name(TestSource source) {
        return ((MethodSource) source).getMethodName();
    }
}
