package org.maibot.isolation.examples.benchmarks;

import java.io.IOException;

/** The databases that isolation is measured on. */
public enum Product {
    /** The embedded one, in a file. */
    SQLITE("SQLite"),
    /** A server of its own, on the loopback interface. */
    POSTGRESQL("PostgreSQL");

    private final String label;

    Product(String label) {
        this.label = label;
    }

    /** An empty database. */
    Server start() throws IOException {
        return switch (this) {
            case SQLITE -> SqliteFile.create();
            case POSTGRESQL -> PostgresServer.start();
        };
    }

    @Override
    public String toString() {
        return label;
    }
}
