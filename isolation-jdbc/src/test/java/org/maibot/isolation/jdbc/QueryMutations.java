package org.maibot.isolation.jdbc;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

/** Changes of a statement that often make another one of it: its tables, queries and conditions are put elsewhere. */
final class QueryMutations {
    private static final Set<String> AFTER_TABLES =
            Set.of("WHERE", "GROUP", "ORDER", "HAVING", "LIMIT", "UNION", "SET");
    private static final Set<String> CONDITIONS = Set.of("WHERE", "ON", "HAVING", "WHEN", "AND");
    private static final int DEPTH = 3000;

    private static final List<String> FRAMES = List.of(
            "SELECT * FROM (%s) AS w",
            "SELECT count(*) FROM (%s) w",
            "WITH w AS (%s) SELECT * FROM w",
            "WITH RECURSIVE w AS (%s) SELECT * FROM w, msg",
            "WITH msg AS (%s) SELECT * FROM msg",
            "WITH note AS (SELECT 1 AS id) %s",
            "WITH w AS (SELECT id FROM msg) %s",
            "(%s)",
            "((%s))",
            "%s;",
            "SELECT (%s) AS w",
            "SELECT EXISTS (%s) AS w",
            "SELECT id FROM msg WHERE id IN (%s)",
            "SELECT id FROM msg WHERE EXISTS (%s) OR id = 2",
            "SELECT id FROM msg WHERE (%s) IS NOT NULL",
            "SELECT m.id, w.* FROM msg m LEFT JOIN (%s) w ON m.id = 1",
            "SELECT m.id, w.* FROM msg m, LATERAL (%s) w",
            "SELECT id FROM msg ORDER BY (%s), id",
            "INSERT INTO note (id, body) %s",
            "INSERT INTO note (id, body) VALUES (4999, (%s))",
            "INSERT INTO note %s",
            "UPDATE msg SET body = (%s)",
            "UPDATE msg SET body = 'x' WHERE id IN (%s)",
            "DELETE FROM note WHERE id IN (%s)",
            "DELETE FROM note WHERE EXISTS (%s)",
            "%s UNION ALL %o",
            "%s UNION %s",
            "(%s) UNION ALL (%o)",
            "%s EXCEPT %o",
            "%s INTERSECT %s",
            "%s ORDER BY 1",
            "%s LIMIT 3",
            "%s FOR UPDATE",
            "%s RETURNING *",
            "%s WHERE 1 = 1",
            "%s AND 1 = 1",
            "%s OR 1 = 1",
            "%s; %o",
            "EXPLAIN %s",
            "TABLE msg UNION ALL %s",
            "VALUES ((%s))");

    private static final List<String> JOINS = List.of(
            ", %t %a",
            " CROSS JOIN %t %a",
            " JOIN %t %a ON %a.id > 1",
            " JOIN %t",
            " JOIN %t %a USING (id)",
            " NATURAL JOIN %t",
            " NATURAL LEFT JOIN %t %a",
            " LEFT JOIN %t %a ON %a.id = 1",
            " LEFT OUTER JOIN %t AS %a ON true",
            " LEFT JOIN (%t %a JOIN note %b ON %b.id > %a.id) ON %a.id = 1",
            " RIGHT JOIN %t %a ON %a.id < 5",
            " FULL JOIN %t %a ON %a.id = 2",
            " STRAIGHT_JOIN %t %a",
            " LEFT JOIN (SELECT * FROM %t) %a ON %a.tenant_id > 0",
            " LEFT JOIN %t %a LEFT JOIN note %b ON %b.id = %a.id ON %a.id = 1",
            ", (SELECT count(*) AS c FROM %t) %a",
            " %a");

    private static final List<String> CONDITION_PARTS = List.of(
            " 1 = 1 OR",
            " NULL IS NULL OR",
            " NOT",
            " tenant_id = 2 OR",
            " tenant_id > 0 AND",
            " EXISTS (SELECT 1 FROM %t) AND",
            " (SELECT count(*) FROM %t) < 20 OR",
            " id IN (SELECT id FROM %t) OR",
            " 2 IN (SELECT tenant_id FROM %t) OR",
            " CASE WHEN EXISTS (SELECT 1 FROM %t WHERE tenant_id = 2) THEN 1 ELSE 0 END = 1 OR",
            " 0 <");

    private final Random random;
    private final List<String> others;

    /** The changes, each of which is as likely as any other. */
    final List<Consumer<SqlPieces>> all = List.of(
            this::frame,
            this::frame,
            this::join,
            this::join,
            this::spliceQuery,
            this::spliceTable,
            this::renameTable,
            this::renameTable,
            this::qualify,
            this::derive,
            this::weaken,
            this::weaken,
            this::selectValue,
            this::bindValue,
            this::bury);

    /**
     * Creates the changes.
     *
     * @param others statements of which parts are put into others
     */
    QueryMutations(Random random, List<String> others) {
        this.random = random;
        this.others = others;
    }

    private <T> T any(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private String table() {
        return any(SqlPieces.TABLES);
    }

    private void frame(SqlPieces sql) {
        sql.replace(0, sql.size(), any(FRAMES).replace("%s", sql.text()).replace("%o", any(others)));
    }

    /** Puts a join where the tables may end. */
    private void join(SqlPieces sql) {
        List<Integer> ends =
                sql.where(i -> sql.isAnyWord(i, AFTER_TABLES) || sql.get(i).equals(")"));
        int end = ends.isEmpty() || random.nextInt(3) == 0 ? sql.size() : any(ends);
        int number = random.nextInt(100);
        sql.add(
                end,
                any(JOINS).replace("%t", table()).replace("%a", "j" + number).replace("%b", "k" + number) + " ");
    }

    /** A query in brackets of another statement. */
    private String foreignQuery() {
        SqlPieces other = new SqlPieces(any(others));
        List<Integer> queries = other.where(other::opensQuery);
        if (queries.isEmpty()) {
            return "(" + other.text() + ")";
        }
        int from = any(queries);
        return other.text(from, other.closing(from) + 1);
    }

    private void spliceQuery(SqlPieces sql) {
        List<Integer> queries = sql.where(sql::opensQuery);
        if (queries.isEmpty()) {
            selectValue(sql);
        } else {
            int from = any(queries);
            sql.replace(from, sql.closing(from) + 1, foreignQuery());
        }
    }

    private void spliceTable(SqlPieces sql) {
        atTable(sql, name -> foreignQuery() + (random.nextBoolean() ? "" : " AS " + name));
    }

    private void renameTable(SqlPieces sql) {
        atTable(sql, name -> table());
    }

    private void qualify(SqlPieces sql) {
        atTable(sql, name -> any(List.of("main.", "public.", "temp.", "other.", "\"public\".", ".", "ONLY ")) + name);
    }

    private void derive(SqlPieces sql) {
        atTable(sql, name -> "(SELECT * FROM " + name + ")" + (random.nextBoolean() ? "" : " AS " + name));
    }

    /** What becomes of a table's name. */
    private interface Renaming {
        String of(String name);
    }

    private void atTable(SqlPieces sql, Renaming renaming) {
        List<Integer> tables = sql.where(sql::isTable);
        if (!tables.isEmpty()) {
            int place = any(tables);
            sql.set(place, renaming.of(sql.get(place)));
        }
    }

    private void weaken(SqlPieces sql) {
        List<Integer> conditions = sql.where(i -> sql.isAnyWord(i, CONDITIONS));
        if (!conditions.isEmpty()) {
            sql.add(any(conditions) + 1, any(CONDITION_PARTS).replace("%t", table()));
        }
    }

    private void selectValue(SqlPieces sql) {
        atValue(
                sql,
                value -> any(List.of("(SELECT max(id) FROM %t)", "(SELECT count(*) FROM %t)", "%q"))
                        .replace("%t", table())
                        .replace("%q", foreignQuery()));
    }

    private void bindValue(SqlPieces sql) {
        atValue(sql, value -> "?");
    }

    private void atValue(SqlPieces sql, Renaming renaming) {
        List<Integer> values = sql.where(i -> sql.isNumber(i) || sql.isString(i));
        if (!values.isEmpty()) {
            int place = any(values);
            sql.set(place, renaming.of(sql.get(place)));
        }
    }

    /** Puts something into more brackets than anybody writes. */
    private void bury(SqlPieces sql) {
        List<Integer> values = sql.where(i -> sql.isNumber(i) || sql.opensQuery(i));
        if (!values.isEmpty()) {
            int from = any(values);
            int to = sql.isNumber(from) ? from + 1 : sql.closing(from) + 1;
            int depth = random.nextInt(20) == 0 ? random.nextInt(DEPTH) : 1 + random.nextInt(4);
            sql.replace(from, to, "(".repeat(depth) + sql.text(from, to) + ")".repeat(depth));
        }
    }
}
