package org.maibot.isolation.jdbc;

import static java.time.temporal.ChronoUnit.MICROS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.maibot.isolation.query.Usage;
import org.maibot.isolation.query.UsageQueries;
import org.maibot.isolation.query.UsageTotal;

/** The use of language models is counted in the scope that it was recorded for and in those around it. */
@Tag("everyDatabase")
class UsageQueriesTest {
    private static final Instant DAY = Instant.parse("2024-03-01T00:00:00Z");
    private static final Instant NEXT_DAY = Instant.parse("2024-03-02T00:00:00Z");
    private static final UsageTotal NOTHING = new UsageTotal(0, 0, 0);

    @AutoClose
    private final TestRuntime runtime = new TestRuntime();

    private final UsageQueries tenant = runtime.queries("acme").usage();
    private final UsageQueries agent = runtime.queries("acme", "bot").usage();
    private final UsageQueries qq = runtime.queries("acme", "bot", "qq").usage();
    private final UsageQueries g1 = runtime.queries("acme", "bot", "qq", "g1").usage();
    private final UsageQueries discordG1 =
            runtime.queries("acme", "bot", "discord", "g1").usage();

    private static Usage usage(String model, Instant time, long prompt, long completion) {
        return new Usage(model, time, prompt, completion);
    }

    private static UsageTotal total(long requests, long prompt, long completion) {
        return new UsageTotal(requests, prompt, completion);
    }

    @Test
    void aRequestIsCountedInItsScopeAndInThoseAroundIt() {
        g1.record(usage("m", DAY, 10, 1));
        qq.record(usage("m", DAY, 200, 20));
        agent.record(usage("m", DAY, 3_000, 300));
        runtime.queries("acme", "helper").usage().record(usage("m", DAY, 40_000, 4_000));
        runtime.queries("ACME", "bot", "qq", "g1").usage().record(usage("m", DAY, 500_000, 50_000));

        assertThat(g1.total(DAY, NEXT_DAY)).isEqualTo(total(1, 10, 1));
        assertThat(discordG1.total(DAY, NEXT_DAY)).isEqualTo(NOTHING);
        assertThat(qq.total(DAY, NEXT_DAY)).isEqualTo(total(2, 210, 21));
        assertThat(agent.total(DAY, NEXT_DAY)).isEqualTo(total(3, 3_210, 321));
        assertThat(tenant.total(DAY, NEXT_DAY)).isEqualTo(total(4, 43_210, 4_321));
    }

    @Test
    void anIntervalIncludesItsBeginningAndExcludesItsEnd() {
        g1.record(usage("m", DAY, 1, 0));
        g1.record(usage("m", DAY.minus(1, MICROS), 10, 0));
        g1.record(usage("m", NEXT_DAY, 100, 0));
        g1.record(usage("m", NEXT_DAY.minus(1, MICROS), 1_000, 0));

        assertThat(g1.total(DAY, NEXT_DAY)).isEqualTo(total(2, 1_001, 0));
        assertThat(g1.total(DAY, DAY)).isEqualTo(NOTHING);
        assertThat(g1.total(NEXT_DAY, DAY)).isEqualTo(NOTHING);
    }

    @Test
    void theLargestIntervalIsAllTime() {
        g1.record(usage("m", DAY, 1, 2));
        g1.record(usage("m", Instant.parse("2500-01-01T00:00:00Z"), 10, 20));
        g1.record(usage("m", Instant.EPOCH.plus(Long.MIN_VALUE, MICROS), 100, 200));

        assertThat(g1.total(Instant.MIN, Instant.MAX)).isEqualTo(total(3, 111, 222));
        assertThat(g1.perDay(Instant.MIN, Instant.MAX))
                .containsOnlyKeys(
                        LocalDate.parse("-290308-12-21"), LocalDate.parse("2024-03-01"), LocalDate.parse("2500-01-01"));
    }

    @Test
    void aDayIsThatOfUtcAlsoBefore1970() {
        List<String> times = List.of(
                "1969-12-30T23:59:59.999999Z",
                "1969-12-31T00:00:00Z",
                "1969-12-31T23:59:59.999999999Z",
                "1970-01-01T00:00:00Z",
                "1970-01-01T23:59:59.999999Z",
                "2024-02-29T12:00:00Z",
                "1600-01-01T00:00:00Z");
        times.forEach(time -> g1.record(usage("m", Instant.parse(time), 1, 2)));

        Map<LocalDate, UsageTotal> perDay = g1.perDay(Instant.parse("1500-01-01T00:00:00Z"), NEXT_DAY);

        assertThat(perDay.entrySet())
                .containsExactly(
                        Map.entry(LocalDate.parse("1600-01-01"), total(1, 1, 2)),
                        Map.entry(LocalDate.parse("1969-12-30"), total(1, 1, 2)),
                        Map.entry(LocalDate.parse("1969-12-31"), total(2, 2, 4)),
                        Map.entry(LocalDate.parse("1970-01-01"), total(2, 2, 4)),
                        Map.entry(LocalDate.parse("2024-02-29"), total(1, 1, 2)));
    }

    @Test
    void totalsPerModelAreInTheOrderOfTheirNames() {
        g1.record(usage("small", DAY, 1, 10));
        g1.record(usage("Small", DAY, 2, 20));
        discordG1.record(usage("small", DAY, 4, 40));
        agent.record(usage("大模型", DAY, 8, 80));
        g1.record(usage("small", NEXT_DAY, 100, 1_000));

        assertThat(agent.perModel(DAY, NEXT_DAY).entrySet())
                .containsExactly(
                        Map.entry("Small", total(1, 2, 20)),
                        Map.entry("small", total(2, 5, 50)),
                        Map.entry("大模型", total(1, 8, 80)));
        assertThat(g1.perModel(DAY, NEXT_DAY).keySet()).containsExactly("Small", "small");
    }

    @Test
    void totalsPerPlatformLeaveOutWhatBelongsToNone() {
        agent.record(usage("m", DAY, 1, 1));
        qq.record(usage("m", DAY, 2, 2));
        g1.record(usage("m", DAY, 4, 4));
        discordG1.record(usage("m", DAY, 8, 8));
        runtime.queries("acme", "helper", "qq").usage().record(usage("m", DAY, 16, 16));

        assertThat(agent.perPlatform(DAY, NEXT_DAY).entrySet())
                .containsExactly(Map.entry("discord", total(1, 8, 8)), Map.entry("qq", total(2, 6, 6)));
        assertThat(tenant.perPlatform(DAY, NEXT_DAY)).containsEntry("qq", total(3, 22, 22));
        assertThat(g1.perPlatform(DAY, NEXT_DAY)).containsOnlyKeys("qq");
    }

    @Test
    void mapsAreUnmodifiable() {
        assertThat(g1.perDay(DAY, NEXT_DAY)).isUnmodifiable();
        assertThat(g1.perModel(DAY, NEXT_DAY)).isUnmodifiable();
        assertThat(g1.perPlatform(DAY, NEXT_DAY)).isUnmodifiable();
    }

    @Test
    void largeNumbersAreSummedExactly() {
        long half = 1L << 39;
        g1.record(usage("m", DAY, half + 1, half));
        g1.record(usage("m", DAY, half + 1, half));

        assertThat(g1.total(DAY, NEXT_DAY)).isEqualTo(total(2, 2 * half + 2, 2 * half));
        assertThat(runtime.queries("acme").tenantOverview().usage()).isEqualTo(total(2, 2 * half + 2, 2 * half));
    }
}
