package org.maibot.isolation.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The schema of the escapes without the ways out of a scope that only a schema can close: keys and foreign keys hold the
 * tenant, and there are no triggers.
 */
final class ClosedSchema {
    private static final Pattern TENANT = Pattern.compile("\\n  (tenant_id|tenant) ");
    private static final Pattern ROW = Pattern.compile("(?m)^  \\(.*\\)(,?)$");

    private ClosedSchema() {}

    /** A database with the rows of some tenants; a twin, if they are of one. */
    static EscapeDatabase open(TestDatabase kind, Set<Integer> tenants) throws SQLException {
        return EscapeDatabase.filled(kind, connection -> {
            execute(connection, of(kind.family(), tenants.size() == 1));
            execute(connection, rows(kind.family(), tenants));
            FuzzSession.limitTime(kind.family(), connection);
        });
    }

    /** A twin that has the rows of the first tenant in another order, no indexes but keys, and other plans. */
    static EscapeDatabase openOtherTwin(TestDatabase kind) throws SQLException {
        return EscapeDatabase.filled(kind, connection -> {
            execute(connection, withoutIndexes(of(kind.family(), true)));
            execute(connection, reversed(rows(kind.family(), Set.of(1))));
            FuzzSession.limitTime(kind.family(), connection);
            FuzzSession.planOtherwise(kind.family(), connection);
        });
    }

    private static void execute(Connection connection, List<String> statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The statements that create the tables. */
    static List<String> of(String family, boolean twin) {
        return EscapeCorpus.schema(family, twin).stream()
                .filter(statement -> !statement.contains("trig_move"))
                .map(ClosedSchema::closed)
                .toList();
    }

    private static String closed(String statement) {
        Matcher tenant = TENANT.matcher(statement);
        if (!statement.startsWith("CREATE TABLE") || !tenant.find()) {
            return statement;
        }
        String column = tenant.group(1);
        String keys = "";
        String table = statement
                .replace("PRIMARY KEY (id, yr)", "PRIMARY KEY (" + column + ", id, yr)")
                .replace("(par_id) REFERENCES par (id)", "(tenant_id, par_id) REFERENCES par (tenant_id, id)");
        if (table.contains(" PRIMARY KEY,")) {
            keys += ",\n  PRIMARY KEY (" + column + ", id)";
        }
        if (table.contains(" UNIQUE\n")) {
            keys += ",\n  UNIQUE (" + column + ", code)";
        }
        return table.replace(" PRIMARY KEY,", ",").replace(" UNIQUE\n", "\n").replaceFirst("\\n\\)", keys + "\n)");
    }

    /** The statements without those that create indexes. */
    private static List<String> withoutIndexes(List<String> statements) {
        return statements.stream()
                .filter(statement -> !statement.startsWith("CREATE INDEX"))
                .toList();
    }

    /** The statements that insert the rows of some tenants, but for one that refers to a row of another's. */
    private static List<String> rows(String family, Set<Integer> tenants) {
        return EscapeCorpus.rows(family, tenants).stream()
                .filter(insert -> !insert.contains("kid of another''s parent"))
                .toList();
    }

    /** Inserts that come to the same rows in the other order. */
    private static List<String> reversed(List<String> inserts) {
        return inserts.stream().map(ClosedSchema::reversed).toList();
    }

    private static String reversed(String insert) {
        List<String> rows = new ArrayList<>();
        Matcher row = ROW.matcher(insert);
        while (row.find()) {
            rows.add(row.group().replaceFirst(",$", ""));
        }
        Collections.reverse(rows);
        int values = insert.indexOf("\n  (");
        return values < 0 ? insert : insert.substring(0, values + 1) + String.join(",\n", rows);
    }
}
