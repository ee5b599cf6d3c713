package org.maibot.isolation.jdbc;

import java.util.List;

/** Parts of statements that go with any other, for {@link QueryMutations}. */
final class QueryFragments {
    /** What goes around a statement, {@code %s}; {@code %o} is another one, {@code %t} a table. */
    static final List<String> FRAMES = List.of(
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
            "%s IS NOT NULL",
            "%s = 0",
            "%s IS NOT TRUE",
            "%s IN (0, 1)",
            "TABLE %t",
            "SELECT body FROM %t WHERE id IN (TABLE %t)",
            "%s; %o",
            "EXPLAIN %s",
            "TABLE msg UNION ALL %s",
            "VALUES ((%s))");

    /** What may follow the tables; {@code %t} is a table, {@code %a} and {@code %b} are its alias and another one. */
    static final List<String> JOINS = List.of(
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
            " %a",
            " IS NOT NULL",
            " = 0",
            " BETWEEN 0 AND 1",
            " OR 1 = 1",
            " COLLATE \"C\" IS NOT NULL",
            " + 1");

    /** What may come before a condition; {@code %t} is a table. */
    static final List<String> CONDITIONS = List.of(
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

    private QueryFragments() {}
}
