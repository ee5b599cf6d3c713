package org.maibot.isolation.heartflow;

import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.maibot.isolation.jdbc.FreshDatabase;
import org.maibot.isolation.jdbc.Isolation;
import org.maibot.isolation.jdbc.TestDatabase;
import org.sqlite.SQLiteDataSource;

/**
 * Messages are kept, handled once and in order, and told as they are stored, whatever happens to processes and to their ways to the database: see {@link RandomRun}. The
 * property {@code isolation.heartflow.seeds} says how many runs there are on each database, {@code isolation.heartflow.seed} which is the first, and
 * {@code isolation.heartflow.operations} how long a run is.
 */
class RandomInboxTest {
    private static final int SEEDS = Integer.getInteger("isolation.heartflow.seeds", 2);
    private static final long FIRST = Long.getLong("isolation.heartflow.seed", 1);
    private static final int OPERATIONS = Integer.getInteger("isolation.heartflow.operations", 120);

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL_18", "MYSQL", "MARIADB"})
    void processesThatShareADatabase(TestDatabase kind, TestReporter reporter) throws Exception {
        try (FreshDatabase database = kind.fresh()) {
            Callable<Connection> below = database.dataSource()::getConnection;
            for (int processes = 2; processes <= 3; processes++) {
                List<UnsteadyDatabase> databases = new ArrayList<>();
                for (int i = 0; i < processes; i++) {
                    databases.add(new UnsteadyDatabase(below));
                }
                run(kind + " with " + processes, below, databases, FIRST + processes * 1_000_000L, reporter);
            }
        }
    }

    @Test
    void oneProcessThatIsStartedAgain(TestReporter reporter) throws Exception {
        Path file = directory.resolve("bot.db");
        SQLiteDataSource admin = new SQLiteDataSource();
        admin.setUrl("jdbc:sqlite:" + file + "?busy_timeout=10000");
        run("SQLITE", admin::getConnection, List.of(UnsteadyDatabase.sqlite(file)), FIRST, reporter);
    }

    private static void run(
            String title,
            Callable<Connection> admin,
            List<UnsteadyDatabase> databases,
            long first,
            TestReporter reporter)
            throws Exception {
        List<Isolation> isolations = new ArrayList<>();
        try {
            for (UnsteadyDatabase database : databases) {
                isolations.add(Isolation.builder()
                        .dataSource(database.dataSource())
                        .observer(event -> {})
                        .open());
            }
            long began = System.nanoTime();
            for (long seed = first; seed < first + SEEDS; seed++) {
                try {
                    new RandomRun(seed, admin, databases, isolations).run(OPERATIONS);
                } catch (AssertionError e) {
                    throw new AssertionError("seed " + seed + " on " + title + ": " + e.getMessage(), e);
                }
            }
            reporter.publishEntry(title, SEEDS + " seeds in " + (System.nanoTime() - began) / 1_000_000 + " ms");
        } finally {
            isolations.forEach(Isolation::close);
        }
    }
}
