package org.maibot.isolation.jdbc;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** A server that starts when the first database is wanted. If it did not start once, it is not tried again. */
final class LazyServer implements Databases {
    private final Callable<Databases> start;
    private @Nullable Databases running;
    private @Nullable Exception failure;

    LazyServer(Callable<Databases> start) {
        this.start = start;
    }

    @Override
    public String create(String name) {
        return running().create(name);
    }

    @Override
    public synchronized void drop(String name) {
        if (running != null) { // else it is gone with its server
            running.drop(name);
        }
    }

    private synchronized Databases running() {
        if (failure != null) {
            throw new IllegalStateException("A database server did not start", failure);
        }
        if (running == null) {
            running = start();
            Runtime.getRuntime().addShutdownHook(new Thread(this::stop)); // if nobody else stops it
        }
        return running;
    }

    private Databases start() {
        try {
            return start.call();
        } catch (Exception e) {
            failure = e;
            throw new IllegalStateException("A database server did not start", e);
        }
    }

    @Override
    public synchronized void stop() {
        if (running != null) {
            running.stop();
            running = null;
        }
    }
}
