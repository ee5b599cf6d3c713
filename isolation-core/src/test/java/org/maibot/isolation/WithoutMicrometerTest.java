package org.maibot.isolation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

/** The core in a Java of its own, with nothing on the class path but what it requires. */
class WithoutMicrometerTest {
    private static final List<Class<?>> REQUIRED =
            List.of(IsolationContext.class, WithoutMicrometer.class, Logger.class, NullMarked.class);

    @Test
    void refusalsAndScopesWorkWithoutMicrometer() throws Exception {
        Process process = start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(output.lines().filter(line -> !line.startsWith("SLF4J")))
                .containsExactly(
                        "micrometer: false false",
                        "observer: StandardObserver",
                        "refused: CONTEXT_NOT_NARROWER",
                        "current: acme");
        assertThat(process.exitValue()).isZero();
    }

    private static Process start() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classPath =
                REQUIRED.stream().map(WithoutMicrometerTest::location).collect(Collectors.joining(File.pathSeparator));
        List<String> command = Stream.of(java, "-cp", classPath, WithoutMicrometer.class.getName())
                .toList();
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static String location(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
