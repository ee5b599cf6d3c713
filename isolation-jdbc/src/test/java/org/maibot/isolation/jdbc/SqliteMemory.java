package org.maibot.isolation.jdbc;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** SQLite databases in memory, each the same one for all connections to its URL. */
final class SqliteMemory implements Databases {
    /** A database in memory lives as long as a connection to it: this is the one. */
    private final Map<String, Connection> anchors = new ConcurrentHashMap<>();

    @Override
    public String create(String name) {
        String url = "jdbc:sqlite:file:/" + name
                + "?vfs=memdb&foreign_keys=true&transaction_mode=IMMEDIATE&busy_timeout=30000";
        try {
            anchors.put(name, DriverManager.getConnection(url));
        } catch (SQLException e) {
            throw new IllegalStateException("SQLite does not open a database in memory", e);
        }
        return url;
    }

    @Override
    public void drop(String name) {
        try {
            requireNonNull(anchors.remove(name), name).close();
        } catch (SQLException e) {
            throw new IllegalStateException("SQLite does not close a database in memory", e);
        }
    }

    @Override
    public void stop() {
        anchors.keySet().forEach(this::drop);
    }
}
