package org.maibot.isolation.jdbc;

import java.util.regex.Pattern;
import org.jooq.Name;
import org.jooq.QueryPart;
import org.jooq.SQL;
import org.jooq.conf.RenderQuotedNames;

/** SQL text in a statement that is passed on as it is: only names and numbers are let through. */
final class PlainSql {
    private static final Pattern IDENTIFIER = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_$]*");
    private static final Pattern NAME =
            Pattern.compile(IDENTIFIER.pattern() + "(\\." + IDENTIFIER.pattern() + ")*(\\.\\*)?");

    /** Numbers, and the operators for which jOOQ itself uses SQL text; none of them begins a comment. */
    private static final Pattern NUMBER_OR_OPERATOR = Pattern.compile("\\d{1,18}|[+*/%&|^~-]|[<>!]?=|[<>]{1,2}|\\|\\|");

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

    static String describe(QueryPart part) {
        String type = part.getClass().getSimpleName();
        return type.isEmpty() ? part.getClass().getName() : type;
    }
}
