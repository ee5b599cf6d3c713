package org.maibot.isolation.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.UnaryOperator;

/** A database with some tables of a host's, and what the audit finds in them. */
final class AuditedSchema implements AutoCloseable {
    private final TestDatabase kind;
    private final FreshDatabase database;
    private final RecordedEvents events = new RecordedEvents();

    AuditedSchema(TestDatabase kind, String... statements) throws SQLException {
        this.kind = kind;
        this.database = kind.fresh();
        run(statements);
    }

    /** What is found in tables that are declared in no way. */
    static List<SchemaFinding> findings(TestDatabase kind, String... statements) throws SQLException {
        try (AuditedSchema schema = new AuditedSchema(kind, statements)) {
            return schema.findings();
        }
    }

    /** The names of what is found in tables that are declared in no way. */
    static List<String> names(TestDatabase kind, String... statements) throws SQLException {
        return names(findings(kind, statements));
    }

    static List<String> names(List<SchemaFinding> findings) {
        return findings.stream().map(SchemaFinding::name).toList();
    }

    void run(String... statements) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    void createEscapeCorpus() throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            EscapeCorpus.createSchema(connection, kind.family(), false);
        }
    }

    List<SchemaFinding> findings() {
        return findings(settings -> settings);
    }

    List<SchemaFinding> findings(UnaryOperator<Isolation.Builder> settings) {
        try (Isolation isolation = open(settings)) {
            return isolation.schemaFindings();
        }
    }

    Isolation open(UnaryOperator<Isolation.Builder> settings) {
        return settings.apply(Isolation.builder()
                        .dataSource(database.dataSource())
                        .createSchema(false)
                        .observer(events))
                .open();
    }

    /** The events of all openings. */
    RecordedEvents events() {
        return events;
    }

    /** What each family calls a key: PostgreSQL, then MySQL and MariaDB; SQLite has the columns only. */
    static String called(TestDatabase kind, String postgresql, String mySql, String sqlite) {
        return switch (kind.family()) {
            case "postgresql" -> postgresql;
            case "sqlite" -> sqlite;
            default -> mySql;
        };
    }

    static boolean isPostgresql(TestDatabase kind) {
        return kind.family().equals("postgresql");
    }

    @Override
    public void close() {
        database.close();
    }
}
