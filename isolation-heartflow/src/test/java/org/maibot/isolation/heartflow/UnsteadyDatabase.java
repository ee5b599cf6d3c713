package org.maibot.isolation.heartflow;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;

/** A real database, of which a commit may fail, or its answer get lost. */
final class UnsteadyDatabase {
    private final Callable<Connection> below;
    private final AtomicReference<Fate> next = new AtomicReference<>(Fate.COMMITTED);

    private enum Fate {
        COMMITTED,
        REFUSED,
        ANSWER_LOST
    }

    UnsteadyDatabase(Callable<Connection> below) {
        this.below = below;
    }

    void refuseNextCommit() {
        next.set(Fate.REFUSED);
    }

    void loseNextAnswer() {
        next.set(Fate.ANSWER_LOST);
    }

    DataSource dataSource() {
        return (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    return switch (method.getName()) {
                        case "getConnection" -> connection(below.call());
                        case "toString" -> "an unsteady database";
                        default -> throw new UnsupportedOperationException(method.getName());
                    };
                });
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
        Fate fate = next.getAndSet(Fate.COMMITTED);
        if (fate != Fate.REFUSED) {
            real.commit();
        }
        if (fate != Fate.COMMITTED) {
            throw new SQLException("the connection is lost");
        }
    }
}
