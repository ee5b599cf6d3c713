package org.maibot.isolation.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How a database reads SQL text and names, as its settings say.
 *
 * @param family whose SQL it is
 * @param doubleQuotesNames whether double quotes enclose names, and not strings
 * @param backslashEscapes whether a backslash in a plain string takes the next character's meaning away
 * @param foldsTables whether names of tables are the same in upper and lower case
 */
record SqlSyntax(SqlFamily family, boolean doubleQuotesNames, boolean backslashEscapes, boolean foldsTables) {
    static final SqlSyntax SQLITE = new SqlSyntax(SqlFamily.SQLITE, true, false, true);

    /**
     * Asks a database.
     *
     * @throws IllegalArgumentException if it is none that is served, or is set to read SQL in a way that is not known
     */
    static SqlSyntax of(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName().toLowerCase(Locale.ROOT);
        String version = connection.getMetaData().getDatabaseProductVersion().toLowerCase(Locale.ROOT);
        if (product.contains("sqlite")) {
            return SQLITE;
        }
        if (product.contains("postgresql")) {
            return postgresql(connection);
        }
        if (product.contains("mariadb") || version.contains("mariadb")) {
            return mySql(SqlFamily.MARIADB, connection);
        }
        if (product.contains("mysql")) {
            return mySql(SqlFamily.MYSQL, connection);
        }
        throw new IllegalArgumentException("The database " + Refusal.bounded(product)
                + " is not served; use SQLite, PostgreSQL, MySQL or MariaDB");
    }

    private static SqlSyntax postgresql(Connection connection) throws SQLException {
        boolean standard = "on".equals(ask(connection, "show standard_conforming_strings"));
        return new SqlSyntax(SqlFamily.POSTGRESQL, true, !standard, false);
    }

    private static SqlSyntax mySql(SqlFamily family, Connection connection) throws SQLException {
        List<String> modes = Arrays.asList(ask(connection, "select @@sql_mode").split(","));
        if (modes.contains("ORACLE") || modes.contains("MSSQL")) {
            throw new IllegalArgumentException("The sql_mode " + modes + " makes another language of SQL; remove it");
        }
        boolean folds = !"0".equals(ask(connection, "select @@lower_case_table_names"));
        return new SqlSyntax(family, modes.contains("ANSI_QUOTES"), !modes.contains("NO_BACKSLASH_ESCAPES"), folds);
    }

    private static String ask(Connection connection, String question) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(question)) {
            answer.next();
            return String.valueOf(answer.getString(1));
        }
    }

    /** The name under which a table is known, of one that is written in some way. */
    String foldTable(String name, boolean quoted) {
        boolean folds = family == SqlFamily.POSTGRESQL ? !quoted : foldsTables;
        return folds ? SqlFamily.lower(name) : name;
    }

    /** The name under which a column is known, of one that is written in some way. */
    String foldColumn(String name, boolean quoted) {
        return family == SqlFamily.POSTGRESQL && quoted ? name : SqlFamily.lower(name);
    }

    /** A string of this text, as it is to be written. */
    String literal(String text) {
        String doubled = text.replace("'", "''");
        return "'" + (backslashEscapes ? doubled.replace("\\", "\\\\") : doubled) + "'";
    }
}
