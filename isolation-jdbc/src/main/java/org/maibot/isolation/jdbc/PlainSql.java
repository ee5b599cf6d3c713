package org.maibot.isolation.jdbc;

import java.util.Set;
import java.util.regex.Pattern;
import org.jooq.Name;
import org.jooq.QueryPart;
import org.jooq.SQL;
import org.jooq.Table;
import org.jooq.conf.RenderQuotedNames;

/** SQL text in a statement that is passed on as it is: only names and numbers are let through. */
final class PlainSql {
    private static final Pattern IDENTIFIER = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_$]*");
    private static final Pattern NAME =
            Pattern.compile(IDENTIFIER.pattern() + "(\\." + IDENTIFIER.pattern() + ")*(\\.\\*)?");

    /** Numbers, and the operators for which jOOQ itself uses SQL text; none of them begins a comment. */
    private static final Pattern NUMBER_OR_OPERATOR = Pattern.compile("\\d{1,18}|[+*/%&|^~-]|[<>!]?=|[<>]{1,2}|\\|\\|");

    /** The emulations in jOOQ 3.19 that render parts made of lambdas on the databases served. */
    private static final Set<String> MAKERS_OF_LAMBDAS = Set.of(
            "JSONArray",
            "JSONArrayAgg",
            "JSONObject",
            "JSONObjectAgg",
            "Product",
            "InsertQueryImpl",
            "Join",
            "LeftJoin");

    private PlainSql() {}

    static void requireHarmless(SQL sql) {
        String text = sql.toString();
        if (!NAME.matcher(text).matches() && !NUMBER_OR_OPERATOR.matcher(text).matches()) {
            throw Refusal.opaque("SQL text in a jOOQ statement");
        }
    }

    /** A name that is rendered without quotes must be one. */
    static void requireHarmless(Name name, RenderQuotedNames rendering) {
        boolean quoted = name.quoted() == Name.Quoted.QUOTED
                ? rendering != RenderQuotedNames.NEVER
                : name.quoted() == Name.Quoted.DEFAULT
                        && (rendering == RenderQuotedNames.ALWAYS
                                || rendering == RenderQuotedNames.EXPLICIT_DEFAULT_QUOTED);
        if (!quoted) {
            for (String part : name.getName()) {
                if (part != null && !part.isEmpty() && !IDENTIFIER.matcher(part).matches()) {
                    throw Refusal.opaque("An unquoted name that is not an identifier");
                }
            }
        }
    }

    /** A part made of a lambda is jOOQ's own only inside the parts that are known to make some. */
    static void requireMadeByJooq(QueryPart[] path) {
        for (QueryPart part : path) {
            if (MAKERS_OF_LAMBDAS.contains(part.getClass().getSimpleName())) {
                return;
            }
        }
        throw Refusal.opaque("A part of a jOOQ statement that is made of a lambda");
    }

    /** A table that is given as SQL text, or by an unquoted name, must be given by a name. */
    static void requireName(Table<?> table, RenderQuotedNames rendering) {
        if (table.getClass().getSimpleName().equals("SQLTable")
                && !NAME.matcher(table.getName()).matches()) {
            throw Refusal.opaque("SQL text in place of a table");
        }
        requireHarmless(table.getUnqualifiedName(), rendering);
    }

    static String describe(QueryPart part) {
        String type = part.getClass().getSimpleName();
        return type.isEmpty() ? part.getClass().getName() : type;
    }
}
