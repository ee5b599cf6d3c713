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
        sql.replace(
                0,
                sql.size(),
                any(QueryFragments.FRAMES)
                        .replace("%t", table())
                        .replace("%s", sql.text())
                        .replace("%o", any(others)));
    }

    /** Puts a join where the tables may end. */
    private void join(SqlPieces sql) {
        List<Integer> ends =
                sql.where(i -> sql.isAnyWord(i, AFTER_TABLES) || sql.get(i).equals(")"));
        int end = ends.isEmpty() || random.nextInt(3) == 0 ? sql.size() : any(ends);
        int number = random.nextInt(100);
        sql.add(
                end,
                any(QueryFragments.JOINS)
                                .replace("%t", table())
                                .replace("%a", "j" + number)
                                .replace("%b", "k" + number) + " ");
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
            sql.add(any(conditions) + 1, any(QueryFragments.CONDITIONS).replace("%t", table()));
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
