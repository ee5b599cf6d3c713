package org.maibot.isolation.jdbc;

import java.util.Locale;
import org.jooq.SQLDialect;

/** The databases that are served, by the SQL that they speak. */
enum SqlFamily {
    SQLITE(SQLDialect.SQLITE),
    POSTGRESQL(SQLDialect.POSTGRES),
    MYSQL(SQLDialect.MYSQL),
    MARIADB(SQLDialect.MARIADB);

    private final SQLDialect dialect;

    SqlFamily(SQLDialect dialect) {
        this.dialect = dialect;
    }

    /** What jOOQ calls it. */
    SQLDialect dialect() {
        return dialect;
    }

    /** Whether it is MySQL or MariaDB. */
    boolean isMySql() {
        return this == MYSQL || this == MARIADB;
    }

    /** What the resources for it are called. */
    String directory() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** A name in the quotes that never make a string of it. */
    String quote(String name) {
        return isMySql() ? '`' + name.replace("`", "``") + '`' : '"' + name.replace("\"", "\"\"") + '"';
    }

    /** ASCII letters in lower case and all others as they are, as databases fold names. */
    static String lower(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (isUpper(name.charAt(i))) {
                return lowerFrom(name, i);
            }
        }
        return name;
    }

    private static String lowerFrom(String name, int first) {
        StringBuilder folded = new StringBuilder(name);
        for (int i = first; i < name.length(); i++) {
            char c = name.charAt(i);
            folded.setCharAt(i, isUpper(c) ? (char) (c - 'A' + 'a') : c);
        }
        return folded.toString();
    }

    private static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }
}
