package org.maibot.isolation.testkit;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.maibot.isolation.IsolationContext;

/** A twin in a database of its own on the host's server. */
final class MysqlTwin extends Twin {
    /** New numbers begin so far from those of the host that no count is taken for one of them, if the type has so many. */
    private static final String COUNTERS =
            "select concat('alter table `', replace(table_name, '`', '``'), '` auto_increment = ',"
                    + " cast(next + least(1000003, greatest(last - next, 0) div 2) as char))"
                    + " from (select t.table_name, cast(coalesce(t.auto_increment, 1) as decimal(20)) as next,"
                    + " cast(~0 >> (64 - case c.data_type when 'tinyint' then 7 when 'smallint' then 15 when 'mediumint' then 23"
                    + " when 'int' then 31 else 63 end - (c.column_type like '%unsigned%')) as decimal(20)) as last"
                    + " from information_schema.columns c join information_schema.tables t"
                    + " on t.table_schema = c.table_schema and t.table_name = c.table_name"
                    + " where c.table_schema = database() and c.extra like '%auto_increment%') as counted";

    /** The same for the sequences of MariaDB. */
    private static final String FAR = "select next_not_cached_value + case when increment > 0"
            + " then least(1000003, (maximum_value - next_not_cached_value) div 2)"
            + " else greatest(-1000003, (minimum_value - next_not_cached_value) div 2) end from %s";

    private final String host;
    private final String database;
    private final Map<String, String> triggers = new LinkedHashMap<>();
    private String namesInHost = "";

    /** @param from a connection to the host's database */
    MysqlTwin(Tables tables, Connection connection, Connection from) throws SQLException {
        super(tables, connection);
        this.host = from.getCatalog();
        this.database = "twin_" + UUID.randomUUID().toString().replace("-", "");
    }

    @Override
    void enterSchema() throws SQLException {
        connection().setCatalog(database);
        execute("set foreign_key_checks = 1"); // whatever a copy that failed has left
    }

    @Override
    boolean isEntered() throws SQLException {
        return database.equals(texts(connection(), "select database()").get(0));
    }

    @Override
    String qualified(String table) {
        return database + "." + Family.MYSQL.quote(table);
    }

    @Override
    public String toString() {
        return "the database " + database;
    }

    @Override
    void createSchema(Connection from, IsolationContext context) throws SQLException {
        List<String> names = texts(
                from,
                "select table_name from information_schema.tables where table_schema = database()"
                        + " union select routine_name from information_schema.routines where routine_schema = database()");
        refuseNamesOf(host, names);
        namesInHost = names.stream()
                .map(name -> Pattern.quote(name.replace("`", "``")))
                .collect(Collectors.joining("|"));
        execute("create database " + database);
        enterSchema();
        execute("set foreign_key_checks = 0");
        for (String sequence : texts(from, Family.MYSQL.sequences())) {
            execute(created(from, "table", sequence));
            execute("alter sequence " + Family.MYSQL.quote(sequence) + " restart "
                    + texts(from, FAR.formatted(Family.MYSQL.quote(sequence))).get(0));
        }
        for (Table table : tables().all()) {
            execute(created(from, "table", table.name()));
            for (Map.Entry<String, String> id : defaults(table, context)) {
                execute("alter table " + Family.MYSQL.quote(table.name()) + " alter column "
                        + Family.MYSQL.quote(id.getKey()) + " set default (concat("
                        + Family.MYSQL.literal(id.getValue()) + "))"); // a text takes no literal
            }
        }
        execute(texts(connection(), COUNTERS).toArray(String[]::new));
        createInAnyOrder(routinesAndViews(from));
        for (String trigger :
                texts(from, "select trigger_name from information_schema.triggers where trigger_schema = database()")) {
            triggers.put(trigger, created(from, "trigger", trigger));
        }
        execute("set foreign_key_checks = 1");
    }

    /** The statements that create what triggers and views call, and the views, by what they are. */
    private static Map<String, String> routinesAndViews(Connection from) throws SQLException {
        Map<String, String> statements = new LinkedHashMap<>();
        for (String kind : List.of("function", "procedure")) {
            for (String name : texts(
                    from,
                    "select routine_name from information_schema.routines where routine_schema = database()"
                            + " and lower(routine_type) = '" + kind + "'")) {
                statements.put(kind + " " + name, created(from, kind, name));
            }
        }
        for (String view :
                texts(from, "select table_name from information_schema.views where table_schema = database()")) {
            statements.put("view " + view, created(from, "view", view));
        }
        return statements;
    }

    /** Creates what may use one another: whatever cannot be created yet is tried again after the others. */
    private void createInAnyOrder(Map<String, String> statements) throws SQLException {
        Map<String, String> rest = new LinkedHashMap<>(statements);
        while (!rest.isEmpty()) {
            Map<String, String> waiting = new LinkedHashMap<>();
            SQLException failure = null;
            for (Map.Entry<String, String> statement : rest.entrySet()) {
                try {
                    execute(withoutHost(statement.getValue()));
                } catch (SQLException e) {
                    waiting.put(statement.getKey(), statement.getValue());
                    failure = failure == null ? notCreated(statement.getKey(), e) : failure;
                }
            }
            if (failure != null && waiting.size() == rest.size()) {
                throw failure;
            }
            rest = waiting;
        }
    }

    private static SQLException notCreated(String what, SQLException e) {
        return new SQLException(
                "The " + what + " cannot be created in the twin: " + e.getMessage(), e.getSQLState(), e);
    }

    /** A statement of the server's, without the names of the host's database before those of what is in it. */
    private String withoutHost(String sql) {
        return sql.replaceAll(Pattern.quote(Family.MYSQL.quote(host) + ".") + "(?=`(?:" + namesInHost + ")`)", "");
    }

    /** The statement that creates something, as the server tells it. */
    private static String created(Connection from, String kind, String name) throws SQLException {
        try (Statement statement = from.createStatement();
                ResultSet row = statement.executeQuery("show create " + kind + " " + Family.MYSQL.quote(name))) {
            row.next();
            String created =
                    String.valueOf(row.getString(List.of("table", "view").contains(kind) ? 2 : 3));
            return created.replaceFirst("DEFINER=`[^`]*`@`[^`]*` ", "");
        }
    }

    @Override
    void beforeCopy() throws SQLException {
        for (String trigger : triggers.keySet()) {
            execute("drop trigger if exists " + Family.MYSQL.quote(trigger));
        }
        execute("set foreign_key_checks = 0");
    }

    /** A server commits what it creates: with triggers, the rows stay until others are copied. */
    @Override
    void afterCopy(boolean complete) throws SQLException {
        execute("set foreign_key_checks = 1");
        execute(triggers.values().toArray(String[]::new));
        if (!triggers.isEmpty()) {
            forget();
        }
    }

    @Override
    void drop() throws SQLException {
        try {
            execute("drop database if exists " + database);
        } finally {
            connection().setCatalog(host);
            execute("set foreign_key_checks = 1");
        }
    }
}
