package org.maibot.isolation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Cache;
import com.zaxxer.hikari.HikariDataSource;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.maibot.isolation.Dimension;

/**
 * 64 threads work in 1,000 scopes through all doors at once, for as many seconds as the property {@code
 * isolation.stress.seconds} says: nobody sees anybody else, nothing is lost, and nothing is left behind.
 */
class DoorsUnderLoadTest {
    private static final int THREADS = 64;
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("isolation.stress.seconds", 6));
    private static final List<String> SHARED = List.of("ForkJoinPool.commonPool", "PostgreSQL-JDBC", "fresh_");
    private static final long MARGIN_BYTES = 8L * 1024 * 1024;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "POSTGRESQL_13")
    void keepScopesApartAndLoseNothing(TestDatabase kind) throws Exception {
        try (FreshDatabase database = kind.fresh()) {
            String url = switch (kind.family()) {
                case "sqlite" -> "jdbc:sqlite:" + directory.resolve("busy.db");
                case "postgresql" -> database.url() + "&preparedStatementCacheQueries=0"; // else it keeps long texts
                default -> database.url();
            };
            createTable(url);
            Set<Thread> before = threads();
            work(url);
            assertThat(threadsAfter(before)).isEmpty();
        }
    }

    private static void createTable(String url) throws Exception {
        Isolation.open(url).close(); // the canonical schema, and the mode of an embedded database
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(BusyScopes.TABLE);
        }
    }

    private static void work(String url) throws Exception {
        try (Isolation isolation = Isolation.open(url)) {
            BusyScopes scopes = new BusyScopes(isolation);
            fillCache(isolation.rules());
            work(scopes, TIME.dividedBy(3));
            long before = liveBytes();
            work(scopes, TIME.multipliedBy(2).dividedBy(3));
            long after = liveBytes();

            scopes.assertNothingIsLost();
            assertThat(after).isLessThan(before + MARGIN_BYTES);
            assertThat(isolation
                            .rawDataSource()
                            .unwrap(HikariDataSource.class)
                            .getHikariPoolMXBean()
                            .getActiveConnections())
                    .isZero();
            assertCacheIsBounded(isolation.rules().current().kept());
        }
    }

    private static void work(BusyScopes scopes, Duration time) throws Exception {
        long end = System.nanoTime() + time.toNanos();
        Callable<Boolean> worker = () -> {
            while (System.nanoTime() < end) {
                scopes.step();
            }
            return true;
        };
        Concurrently.call(Collections.nCopies(THREADS, worker));
    }

    /** Scopes more texts than are kept, so that the memory of the cache is no growth. */
    private static void fillCache(TableRules rules) {
        for (int i = 0; i < 1000; i++) {
            rules.scope(
                    "select text from ledger where text <> '" + "x".repeat(20_000) + i + "'", Dimension.CHAT_STREAM);
        }
    }

    private static void assertCacheIsBounded(Cache<?, ?> kept) {
        kept.cleanUp();
        assertThat(kept.stats().evictionCount()).isGreaterThan(1000);
        assertThat(kept.policy().eviction().orElseThrow().weightedSize().orElseThrow())
                .isLessThanOrEqualTo(SchemaRules.CACHED_CHARACTERS);
    }

    private static long liveBytes() throws InterruptedException {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            System.gc();
            Thread.sleep(100);
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet();
    }

    /**
     * The threads that are new, but for those that the JDK and a driver share among all, and those of the pools of tests,
     * which come and go; some need a moment to end.
     */
    private static List<String> threadsAfter(Set<Thread> before) throws InterruptedException {
        List<String> left = List.of();
        for (int i = 0; i < 50; i++) {
            left = threads().stream()
                    .filter(thread -> thread.isAlive() && !before.contains(thread))
                    .map(Thread::getName)
                    .filter(name -> SHARED.stream().noneMatch(name::startsWith))
                    .toList();
            if (left.isEmpty()) {
                return left;
            }
            Thread.sleep(100);
        }
        return left;
    }
}
