package org.maibot.isolation.jdbc;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.maibot.isolation.jdbc.FuzzTwins.Fate;
import org.maibot.isolation.jdbc.FuzzTwins.Outcome;

/** Why a scoped statement may fail or not, other than on the twin, and nobody comes to harm. */
enum KnownDifference {
    /** Comments are dropped; after a function's name, MySQL and MariaDB take none. */
    DROPPED_COMMENT(Fate.LENIENT, "--|/\\*|#", "syntax|does not exist"),
    /** A condition is set apart from the word after it; a bind variable that a word follows is an error. */
    TIGHT_TEXT(Fate.LENIENT, "\\?\\w", "syntax|trailing junk"),
    /** PostgreSQL's driver knows the escape of outer joins only after a space. */
    OUTER_JOIN_ESCAPE(Fate.LENIENT, "\\{oj", "syntax"),
    /** MariaDB takes no dot right after a word for the current database. */
    LEADING_DOT(Fate.LENIENT, "[A-Za-z]\\.[a-z]", "syntax|doesn't exist"),
    /** A sub-select in a row that is inserted reads an isolation column of the row on MySQL, which is given last. */
    READ_IN_ROW(Fate.BROKEN, "(?i)insert.*select.*tenant_id", "cannot be null"),
    /** A derived table hides the row ids of its table on SQLite. */
    HIDDEN_ROW_ID(Fate.LENIENT, "", "ambiguous column name: _?(rowid|oid)"),
    /** MySQL reads no table that it writes, but a derived one. */
    DERIVED_TARGET(Fate.LENIENT, "", "specify target table|definition of table 'msg_v' prevents"),
    /** The scope's own value is put in place of one of another type. */
    TYPE_OF_ID(Fate.LENIENT, "(?i)insert", "expression is of type|UNION types"),
    /** MySQL takes a schema's name before that of a derived table for its own. */
    SCHEMA_OF_DERIVED(Fate.LENIENT, "(\\w+)\\. *\\1\\.", "Unknown column"),
    /** A derived table has no system columns on PostgreSQL. */
    SYSTEM_COLUMN(Fate.BROKEN, "ctid|xmin|tableoid", "column .* does not exist"),
    /** A bind variable of SQLite's that has no value is NULL, and the scope's own value where it is for that. */
    UNBOUND(Fate.LENIENT, "[:@$]\\w", "NOTNULL"),
    /** MySQL tells the case of a row's alias; its isolation column gets the scope's own value, whatever is given. */
    ALIAS_OF_ROW(Fate.LENIENT, "(?i)on duplicate key", "Unknown column"),
    /** SQLite takes some keywords for an alias, but not before a dot. */
    KEYWORD_AS_ALIAS(Fate.BROKEN, "(?i)cast\\s+where", "near \"\\.\""),
    /** SQLite can do a MATCH in some places of a plan only, and not on a derived table. */
    MATCH(Fate.BROKEN, "(?i)match", "MATCH|no such column: doc_fts"),
    /** The scope's values in a sub-select are other bind variables than those in an equal one. */
    GROUPED_SUBSELECT(Fate.BROKEN, "(?i)group by", "subquery uses ungrouped column"),
    /** A name is taken for the table: MySQL sees the WITH clause of a bracketed query in the next, MariaDB any case. */
    TABLE_OR_EXPRESSION(Fate.BROKEN, "(?i)\\(with ", "Unknown column '\\w+.tenant_id'"),
    /** MySQL and MariaDB take a table and a derived one of the same name, but not two derived ones. */
    NAMED_TWICE(Fate.BROKEN, "", "Not unique table/alias"),
    /** MySQL locks a derived table with what is in it. */
    LOCKED_TWICE(Fate.BROKEN, "(?i)for (share|update) of", "multiple locking clauses"),
    /** RETURNING is an alias on MySQL. */
    RETURNING_ALIAS(Fate.BROKEN, "(?i)returning", "near 'RETURNING"),
    /** MySQL 8.0.31 loses conditions of sub-selects in VALUES. */
    VALUES_ROW(Fate.WRONG, "(?i)values\\s+row\\s*\\(+select", ""),
    /** The same, where the scoped statement puts a SELECT around it. */
    SELECTED_VALUES_ROW(Fate.BROKEN, "(?i)values\\s+row\\s*\\(+select", "different number of columns");

    private static final Set<Fate> BAD = EnumSet.of(Fate.LENIENT, Fate.BROKEN, Fate.WRONG, Fate.LEAK, Fate.STUCK);

    private final Fate fate;
    private final Pattern sql;
    private final Pattern why;

    KnownDifference(Fate fate, String sql, String why) {
        this.fate = fate;
        this.sql = Pattern.compile(sql);
        this.why = Pattern.compile(why);
    }

    private boolean explains(String text, Outcome outcome) {
        return outcome.fate() == fate
                && sql.matcher(text).find()
                && why.matcher(outcome.why()).find();
    }

    /** Whether what became of a statement must not be, or is at least not known. */
    static boolean isBad(String text, Outcome outcome) {
        return BAD.contains(outcome.fate())
                && Arrays.stream(values()).noneMatch(known -> known.explains(text, outcome));
    }
}
