package org.maibot.isolation.heartflow;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** A real database, which may be away or slow to connect, of which commits may fail, or their answers get lost. */
final class UnsteadyDatabase {
    private final Callable<Connection> below;

    private volatile boolean away;
    private volatile Commits commits = Commits.DONE;
    private final AtomicReference<@Nullable Commits> next = new AtomicReference<>();
    private volatile Gate gate = new Gate(0);

    /** What becomes of them. */
    enum Commits {
        DONE,
        REFUSED,
        DONE_WITHOUT_ANSWER
    }

    /** Where whoever wants to connect is held up. */
    private record Gate(CountDownLatch reached, CountDownLatch open) {
        Gate(int count) {
            this(new CountDownLatch(count), new CountDownLatch(count));
        }
    }

    UnsteadyDatabase(Callable<Connection> below) {
        this.below = below;
    }

    /** A file, with the settings that a runtime gives to its own. */
    static UnsteadyDatabase sqlite(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setBusyTimeout(10_000);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return new UnsteadyDatabase(source::getConnection);
    }

    /** From now on, nobody can connect, or can again. */
    void away(boolean isAway) {
        away = isAway;
    }

    /** Whoever connects from now on is held up. */
    void holdUp() {
        gate = new Gate(1);
    }

    void awaitHeldUp() throws InterruptedException {
        gate.reached().await();
    }

    void letGo() {
        gate.open().countDown();
    }

    /** What becomes of commits from now on. */
    void commits(Commits fate) {
        commits = fate;
    }

    /** What becomes of the next one. */
    void nextCommit(Commits fate) {
        next.set(fate);
    }

    DataSource dataSource() {
        return (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    return switch (method.getName()) {
                        case "getConnection" -> connect();
                        case "toString" -> "an unsteady database";
                        default -> throw new UnsupportedOperationException(method.getName());
                    };
                });
    }

    private Connection connect() throws Exception {
        Gate now = gate;
        now.reached().countDown();
        now.open().await();
        if (away) {
            throw new SQLException("out of reach");
        }
        return connection(below.call());
    }

    private Connection connection(Connection real) {
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("commit")) {
                        commit(real);
                        return null;
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private void commit(Connection real) throws SQLException {
        Commits ofThisOne = next.getAndSet(null);
        Commits fate = ofThisOne == null ? commits : ofThisOne;
        if (fate != Commits.REFUSED) {
            real.commit();
        }
        if (fate != Commits.DONE) {
            throw new SQLException("the connection is lost");
        }
    }
}
