package org.maibot.isolation.examples.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LatenciesTest {
    private final Latencies latencies = new Latencies();

    private void add(int from, int to) {
        IntStream.rangeClosed(from, to).mapToObj(Duration::ofMillis).forEach(latencies::add);
    }

    @Test
    void withoutTimesTheyAreZero() {
        assertThat(latencies.percentile(0.5)).isZero();
    }

    @Test
    void ofFewTimesTheyAreExact() {
        add(1, 100);
        assertThat(latencies.percentile(0.5)).isEqualTo(Duration.ofMillis(50));
        assertThat(latencies.percentile(0.99)).isEqualTo(Duration.ofMillis(99));
        assertThat(latencies.percentile(1)).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void ofManyTimesTheyAreNear() {
        add(1, 100_000);
        assertThat(latencies.percentile(0.5)).isBetween(Duration.ofSeconds(47), Duration.ofSeconds(53));
        assertThat(latencies.percentile(0.99)).isBetween(Duration.ofSeconds(98), Duration.ofMillis(99_900));
    }
}
