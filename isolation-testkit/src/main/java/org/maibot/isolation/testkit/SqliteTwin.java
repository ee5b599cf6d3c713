package org.maibot.isolation.testkit;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.maibot.isolation.IsolationContext;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;

/** A twin in memory. The statements that created the host's schema create it. */
final class SqliteTwin extends Twin {
    private static final String STRINGS = "'[^']*'|\"[^\"]*\"|`[^`]*`|\\[[^\\]]*\\]";
    private static final Pattern COMMENT = Pattern.compile("(" + STRINGS + ")|--[^\\n]*|(?s:/\\*.*?(?:\\*/|$))");

    /** Words that end the type of a column. */
    private static final String CONSTRAINTS =
            "(?!(?:constraint|primary|not|null|unique|check|default|collate|references|generated|as)\\b)";

    /** The default of a column, in what follows its type: not beyond the comma or bracket that ends the column. */
    private static final Pattern OWN_DEFAULT = Pattern.compile(
            "^((?:[^,()']|\\([^()]*\\)|'[^']*')*?)\\bdefault\\s+(?:'(?:[^']|'')*'|\\([^()]*\\)|[+-]?[\\w.]+)",
            Pattern.CASE_INSENSITIVE);

    private final List<String> triggers = new ArrayList<>();

    /** @param from a connection to the host's database */
    SqliteTwin(Tables tables, Connection from) throws SQLException {
        super(tables, DriverManager.getConnection("jdbc:sqlite::memory:", settings(from)));
    }

    /** How the host's connections are set, such as in what form they keep times. */
    private static Properties settings(Connection from) throws SQLException {
        Properties settings = new Properties();
        if (from.isWrapperFor(SQLiteConnection.class)) {
            settings.putAll(from.unwrap(SQLiteConnection.class)
                    .getDatabase()
                    .getConfig()
                    .toProperties());
            settings.remove(SQLiteConfig.Pragma.OPEN_MODE.pragmaName);
        }
        return settings;
    }

    @Override
    void createSchema(Connection from, IsolationContext context) throws SQLException {
        execute("pragma foreign_keys = " + texts(from, "pragma foreign_keys").get(0));
        for (String sql : statements(from, context)) {
            execute(sql);
        }
        for (Table table : tables().all()) {
            for (Map.Entry<String, String> id : defaults(table, context)) {
                requireDefault(table.name(), id.getKey(), id.getValue());
            }
        }
        triggers.addAll(texts(from, "select sql from sqlite_master where type = 'trigger' order by rowid"));
    }

    private void requireDefault(String table, String column, String id) throws SQLException {
        List<String> found = texts(
                connection(),
                "select dflt_value from pragma_table_info(" + Family.SQLITE.literal(table) + ") where name = "
                        + Family.SQLITE.literal(column));
        boolean isVirtual = !texts(
                        connection(),
                        "select 1 from pragma_table_list where schema = 'main' and type = 'virtual' and name = "
                                + Family.SQLITE.literal(table))
                .isEmpty();
        if (!isVirtual && !found.contains(Family.SQLITE.literal(id))) {
            throw new IllegalStateException(
                    "The definition of the column " + table + "." + column
                            + " is not understood, so that no twin of the table can be made; write it as name, type and constraints");
        }
    }

    private List<String> statements(Connection from, IsolationContext context) throws SQLException {
        List<String> statements = new ArrayList<>();
        try (Statement statement = from.createStatement();
                ResultSet row = statement.executeQuery("select m.name, m.sql from sqlite_master m"
                        + " left join pragma_table_list l on l.schema = 'main' and l.name = m.name"
                        + " where m.sql is not null and m.name not like 'sqlite\\_%' escape '\\'"
                        + " and coalesce(l.type, '') <> 'shadow'"
                        + " and m.type <> 'trigger' order by m.type = 'view', m.type = 'index', m.rowid")) {
            while (row.next()) {
                statements.add(withDefaults(row.getString(1), withoutComments(row.getString(2)), context));
            }
        }
        return statements;
    }

    private static String withoutComments(String sql) {
        return COMMENT.matcher(sql)
                .replaceAll(found -> found.group(1) == null ? " " : Matcher.quoteReplacement(found.group()));
    }

    private String withDefaults(String name, String sql, IsolationContext context) {
        String changed = sql;
        for (Table table : tables().all()) {
            if (table.name().equals(name)) {
                for (Map.Entry<String, String> id : defaults(table, context)) {
                    changed = withDefault(changed, id.getKey(), id.getValue());
                }
            }
        }
        return changed;
    }

    /** Puts a default after the name and the type of a column. */
    private static String withDefault(String sql, String column, String id) {
        if (!sql.matches("(?is)\\s*create\\s+(temp\\s+|temporary\\s+)?table\\b.*")) {
            return sql; // a virtual table takes no defaults
        }
        String name = Pattern.quote(column);
        Matcher definition = Pattern.compile(
                        "[(,]\\s*(?:\"" + name + "\"|`" + name + "`|\\[" + name + "\\]|" + name + "\\b)" + "(?:\\s+"
                                + CONSTRAINTS + "\\w+)*(?:\\s*\\([^)]*\\))?",
                        Pattern.CASE_INSENSITIVE)
                .matcher(sql);
        if (!definition.find()) {
            throw new IllegalStateException("The definition of the column " + column + " is not found in: " + sql
                    + "\nWrite it as name, type and constraints, so that a twin of the table can be made");
        }
        return sql.substring(0, definition.end())
                + " default " + Family.SQLITE.literal(id)
                + OWN_DEFAULT.matcher(sql.substring(definition.end())).replaceFirst("$1");
    }

    @Override
    void beforeCopy() throws SQLException {
        for (String drop : texts(
                connection(),
                "select 'drop trigger \"' || replace(name, '\"', '\"\"') || '\"' from sqlite_master where type = 'trigger'")) {
            execute(drop);
        }
        execute("pragma defer_foreign_keys = on");
    }

    @Override
    void afterCopy(boolean complete) throws SQLException {
        execute("pragma defer_foreign_keys = off");
        execute(triggers.toArray(String[]::new));
    }

    @Override
    void enterSchema() {
        // its connection is in no other
    }

    @Override
    boolean isEntered() {
        return true;
    }

    @Override
    String qualified(String table) {
        return "main." + Family.SQLITE.quote(table);
    }

    @Override
    public String toString() {
        return "a database in memory";
    }

    @Override
    void drop() throws SQLException {
        connection().close();
    }
}
