package org.maibot.isolation.jdbc;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.IsolationViolationException;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;

/** A reading of the schema that does not come to an end, as behind a lock, holds up no statement for more than a second. */
class HungReadingTest {

    /** A database that gives no connection, from some time on. */
    private static final class HangingDataSource extends SQLiteDataSource {
        private final CountDownLatch asked = new CountDownLatch(1);
        private final CountDownLatch end = new CountDownLatch(1);
        private volatile boolean hangs;

        @Override
        public SQLiteConnection getConnection(String username, String password) throws SQLException {
            if (hangs) {
                asked.countDown();
                try {
                    end.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return super.getConnection(username, password);
        }
    }

    private static void requireRefused(TableRules rules) {
        assertThatExceptionOfType(IsolationViolationException.class)
                .isThrownBy(() -> rules.scope("select * from missing", Dimension.TENANT));
    }

    @Test
    @Timeout(
            value = 20,
            threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // what waits for a monitor cannot be interrupted
    void refusalsDoNotWaitForIt(@TempDir Path directory) throws Exception {
        HangingDataSource database = new HangingDataSource();
        database.setUrl("jdbc:sqlite:" + directory.resolve("host.db"));
        TableRules rules = TableRules.builder().readFrom(database);
        database.hangs = true;
        try {
            requireRefused(rules);
            database.asked.await();

            requireRefused(rules);
        } finally {
            database.end.countDown();
        }
    }
}
