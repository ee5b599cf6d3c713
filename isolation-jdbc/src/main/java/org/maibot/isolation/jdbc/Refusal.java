package org.maibot.isolation.jdbc;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.IsolationViolationException;
import org.maibot.isolation.ViolationReason;

/** The refusals of statements. */
final class Refusal {
    private static final Set<String> TRANSACTIONS =
            Set.of("BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT", "SAVEPOINT", "RELEASE");

    /** What to use instead of some functions. */
    private static final Map<String, String> INSTEAD = Map.of(
            "last_insert_rowid", "Ask JDBC for the generated keys, or use RETURNING",
            "last_insert_id", "Ask JDBC for the generated keys",
            "lastval", "Ask JDBC for the generated keys, or use RETURNING",
            "changes", "Take the count that the execution returns",
            "row_count", "Take the count that the execution returns",
            "bm25", "Order by rank");

    private static final int MAX_NAME = 128;
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\u0080-\\u009F\\u2028\\u2029]");

    private Refusal() {}

    /** A table that the catalog does not show to hosts, or that does not exist. */
    static IsolationViolationException unknownTable(String table) {
        return new IsolationViolationException(
                ViolationReason.UNKNOWN_TABLE,
                "Table " + bounded(table) + " has no rule: it does not exist, or is not for hosts",
                "If it is yours, see how its name is spelled; call isolation.refresh() after a migration");
    }

    static IsolationViolationException withoutTenant(String table, boolean view) {
        return new IsolationViolationException(
                ViolationReason.UNKNOWN_TABLE,
                (view ? "View " : "Table ") + bounded(table) + " has no rule: it carries no tenant column",
                "Add the isolation columns to it, or map them with builder.table(…)"
                        + (view ? "" : "; if its rows belong to nobody, declare it with builder.globalTables(…)"));
    }

    static IsolationViolationException unknownSequence(String sequence) {
        return new IsolationViolationException(
                ViolationReason.UNKNOWN_TABLE,
                "Sequence " + bounded(sequence) + " is not declared, and its numbers tell how many others were taken",
                "If all scopes may share it, declare it with builder.sequences(…)");
    }

    static IsolationViolationException readOnly(String table) {
        return new IsolationViolationException(
                ViolationReason.GLOBAL_TABLE_READ_ONLY,
                "Table " + bounded(table) + " is global and read-only for scoped code",
                "Write it through isolation.system(reason), or declare it with builder.globalWritableTables(…)");
    }

    static IsolationViolationException view(String view) {
        return new IsolationViolationException(
                ViolationReason.STATEMENT_NOT_ALLOWED,
                bounded(view) + " is a view, and scoped code does not write through views",
                "Write to the table that it shows");
    }

    static IsolationViolationException unknownView(String view) {
        return new IsolationViolationException(
                ViolationReason.OPAQUE_SQL,
                "The query of the view " + bounded(view)
                        + " is not shown by the catalog as it is, or cannot be understood",
                "Give the database user the right to see it, write it without strings of other character sets, or read its"
                        + " tables");
    }

    static IsolationViolationException inView(String view, IsolationViolationException refusal) {
        IsolationViolationException ofView = new IsolationViolationException(
                refusal.reason(),
                "The query of the view " + bounded(view) + " is refused: " + refusal.getMessage(),
                "Change the view, or read its tables");
        ofView.initCause(refusal);
        return ofView;
    }

    static IsolationViolationException statement(String kind) {
        return new IsolationViolationException(
                ViolationReason.STATEMENT_NOT_ALLOWED,
                "A statement of the kind " + bounded(kind) + " is not allowed in a scope",
                TRANSACTIONS.contains(kind)
                        ? "Use the connection's setAutoCommit(false), commit(), rollback() and setSavepoint()"
                        : "Use SELECT, INSERT, UPDATE or DELETE, or do operator's work through isolation.system(reason)");
    }

    static IsolationViolationException noStatement() {
        return new IsolationViolationException(
                ViolationReason.STATEMENT_NOT_ALLOWED, "The SQL text is empty", "Give one statement");
    }

    static IsolationViolationException severalStatements() {
        return new IsolationViolationException(
                ViolationReason.STATEMENT_NOT_ALLOWED,
                "The SQL text has several statements in one",
                "Execute them one by one");
    }

    static IsolationViolationException opaque(String what) {
        return new IsolationViolationException(
                ViolationReason.OPAQUE_SQL,
                bounded(what) + " cannot be understood, so it cannot be shown to stay in its scope",
                "Write it with jOOQ's DSL, with names made by DSL.name(…)");
    }

    /** Text that is not SQL of a known form. */
    static IsolationViolationException text(String what) {
        return new IsolationViolationException(
                ViolationReason.OPAQUE_SQL,
                bounded(what) + ", so it cannot be shown to stay in its scope",
                "Write the statement in a simpler form, or do operator's work through isolation.system(reason)");
    }

    /** SQL text with something at a character that is not of a known form. */
    static IsolationViolationException text(String has, int at) {
        return text("The SQL text " + has).at(at + 1);
    }

    static IsolationViolationException function(String name) {
        return new IsolationViolationException(
                ViolationReason.OPAQUE_SQL,
                "The function " + bounded(name)
                        + " runs code that no statement shows, or reads what is not the scope's alone",
                INSTEAD.getOrDefault(
                        SqlFamily.lower(name),
                        "Write what it does into the statement, or do operator's work through isolation.system(reason)"));
    }

    static IsolationViolationException notConvertible(IdType type, @Nullable Throwable cause) {
        IsolationViolationException refusal = new IsolationViolationException(
                ViolationReason.INVALID_ID,
                "An id of the isolation context is not a value of the isolation column's type, which is " + type,
                "Use ids that the column can hold exactly, such as 42 for numbers, or make the column a text column");
        if (cause != null) {
            refusal.initCause(cause);
        }
        return refusal;
    }

    static IsolationViolationException tooLong(Dimension dimension) {
        return new IsolationViolationException(
                ViolationReason.INVALID_ID,
                "The id of " + dimension.columnName() + " is longer than the isolation column",
                "Widen the column to 128 characters, or use shorter ids");
    }

    static IsolationViolationException foreignValue(String table, Dimension dimension, boolean isNull) {
        return new IsolationViolationException(
                ViolationReason.FOREIGN_SCOPE,
                "The statement gives the " + dimension.columnName() + " of " + bounded(table)
                        + (isNull ? " no value, or NULL" : " a value other than its isolation context's"),
                "Leave the column out, it is filled in, or give the context's own value");
    }

    static IsolationViolationException conflict(String table) {
        return new IsolationViolationException(
                ViolationReason.UNSCOPED_REFERENCE,
                "The statement may replace or update a row of " + bounded(table)
                        + " in another scope, since a unique key of the table does not hold the isolation columns",
                "Put the isolation columns into the table's unique keys, or use INSERT and UPDATE one after the other");
    }

    static IsolationViolationException foreign(String table, Dimension dimension) {
        return new IsolationViolationException(
                ViolationReason.FOREIGN_SCOPE,
                "The statement gives the " + dimension.columnName() + " of " + bounded(table)
                        + " a value other than its isolation context's, or one that is not known before it runs",
                "Leave the column out, it is filled in, or give the context's own value");
    }

    static IsolationViolationException missing(String table, Dimension dimension) {
        return new IsolationViolationException(
                ViolationReason.MISSING_DIMENSION,
                "The insert into " + bounded(table) + " gives no " + dimension.columnName()
                        + ", which its isolation context leaves open",
                "Give the column a value, or narrow the context");
    }

    static IsolationViolationException unscoped(String table) {
        return new IsolationViolationException(
                ViolationReason.UNSCOPED_REFERENCE,
                "A reference to " + bounded(table) + " stands where it cannot be confined to the scope",
                "Move the table into a sub-select, or write the statement in a simpler form");
    }

    static IsolationViolationException unknownColumn(String table) {
        return new IsolationViolationException(
                ViolationReason.OPAQUE_SQL,
                "The statement writes a column that " + bounded(table) + " does not have",
                "Name the table's columns one by one");
    }

    static IsolationViolationException columnList(String table) {
        return new IsolationViolationException(
                ViolationReason.OPAQUE_SQL,
                "The insert into " + bounded(table) + " does not say which columns its values are for",
                "List the columns");
    }

    static IsolationViolationException otherConnection() {
        return new IsolationViolationException(
                ViolationReason.UNGUARDED_ACCESS,
                "A statement of a context's jOOQ configuration was to be executed on a connection that is not guarded for"
                        + " this context: of a data source that the configuration was given, or kept open in another context",
                "Leave the configuration its data source, and keep statements open only while the query stays attached to"
                        + " it; what is to be unscoped is done by isolation.system(reason)");
    }

    static IsolationViolationException batchBinding() {
        return new IsolationViolationException(
                ViolationReason.OPAQUE_SQL,
                "batch(query).bind(…) with this statement would mix up the caller's values and those of the scope",
                "Use batch(queries) or batched(…), which bind each statement by itself");
    }

    static IsolationViolationException reactive() {
        return new IsolationViolationException(
                ViolationReason.UNGUARDED_ACCESS,
                "A statement of a jOOQ configuration with an R2DBC connection factory cannot be confined to its scope,"
                        + " since the values of batches are bound past the isolation listener",
                "Give the configuration JDBC connections; jOOQ's publishers work on them too, and block their thread");
    }

    static IsolationViolationException foreignPlace() {
        return new IsolationViolationException(
                ViolationReason.FOREIGN_SCOPE,
                "The place or item to go on from is not in the scope",
                "Go on from one that a query manager of this context, or of one inside it, returned");
    }

    static IsolationViolationException tooNarrow(String operation) {
        return new IsolationViolationException(
                ViolationReason.WRONG_LEVEL,
                operation + " needs a context of that level or a wider one, this one is narrower",
                "Do it in code that works for the wider level");
    }

    static IsolationViolationException unguarded(String method) {
        return new IsolationViolationException(
                ViolationReason.UNGUARDED_ACCESS,
                "The JDBC method " + method + " would lead around the scoping of statements",
                "Use other methods of the scoped connection, or do operator's work through isolation.system(reason)");
    }

    static IsolationViolationException otherContext() {
        return new IsolationViolationException(
                ViolationReason.UNGUARDED_ACCESS,
                "A connection that was opened in one isolation context was to be used in another",
                "Open a connection in each context; with a pool, put it below the isolating data source");
    }

    /** Text from statements and files as it may stand in a message: bounded, and without line breaks. */
    static String bounded(String name) {
        String line = UNPRINTABLE.matcher(name).replaceAll(" ");
        return line.length() <= MAX_NAME ? line : line.substring(0, MAX_NAME) + "…";
    }
}
