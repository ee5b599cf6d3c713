package org.maibot.isolation.jdbc;

import java.util.Set;
import java.util.regex.Pattern;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Name;
import org.jooq.QueryPart;
import org.jooq.SQL;
import org.jooq.Table;
import org.jooq.conf.BackslashEscaping;
import org.jooq.conf.RenderMapping;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;

/** SQL text in a statement that is passed on as it is: only names and numbers are let through. */
final class PlainSql {
    private static final Pattern IDENTIFIER = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_$]*");
    private static final Pattern NAME =
            Pattern.compile(IDENTIFIER.pattern() + "(\\." + IDENTIFIER.pattern() + ")*(\\.\\*)?");

    /** Numbers, and the operators for which jOOQ itself uses SQL text; none of them begins a comment. */
    private static final Pattern NUMBER_OR_OPERATOR = Pattern.compile("\\d{1,18}|[+*/%&|^~-]|[<>!]?=|[<>]{1,2}|\\|\\|");

    /** The emulations in jOOQ 3.19 that render parts made of lambdas on the databases served. */
    private static final Set<String> MAKERS_OF_LAMBDAS = Set.of("JSONArrayAgg", "JSONObjectAgg", "Product");

    private static final Set<String> REFUSED_FUNCTIONS =
            Set.of("changes", "last_insert_rowid", "load_extension", "total_changes");

    private static final Pattern TYPE =
            Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_ ]*(\\(\\d+(, ?\\d+)?\\))?( unsigned)?(\\[\\])?");

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

    /** A part made of a lambda is jOOQ's own only right inside the parts that are known to make some. */
    static void requireMadeByJooq(QueryPart[] path) {
        String maker = path.length < 2 ? "" : path[path.length - 2].getClass().getSimpleName();
        if (MAKERS_OF_LAMBDAS.contains(maker)) {
            return;
        }
        throw Refusal.opaque("A part of a jOOQ statement that is made of a lambda");
    }

    /** A table that is given as SQL text, or by an unquoted name, must be given by a name. */
    static void requireName(Table<?> table, RenderQuotedNames rendering) {
        if (isText(table) && !NAME.matcher(table.getName()).matches()) {
            throw Refusal.opaque("SQL text in place of a table");
        }
        if (!isText(table)) {
            requireHarmless(table.getUnqualifiedName(), rendering);
        }
    }

    /** The name of a table, also of one that is given as the text of a name. */
    static Name nameOf(Table<?> table) {
        return isText(table) ? DSL.name(table.getName().split("\\.")) : table.getQualifiedName();
    }

    private static boolean isText(Table<?> table) {
        return table.getClass().getSimpleName().equals("SQLTable");
    }

    /** Settings that make tables of others, or text of values, behind the back of what scopes a statement. */
    static void requireHarmless(Settings settings) {
        if (settings.getBackslashEscaping() == BackslashEscaping.ON) {
            throw Refusal.opaque("A statement rendered with the setting backslashEscaping");
        }
        RenderMapping mapping = settings.getRenderMapping();
        if (mapping != null
                && (!mapping.getCatalogs().isEmpty()
                        || mapping.getSchemata().stream()
                                .anyMatch(schema -> !schema.getTables().isEmpty()))) {
            throw Refusal.opaque("A statement rendered with a setting that maps tables or catalogs to others");
        }
    }

    /** Functions of SQLite that show what others did on the same connection, or that reach outside the database. */
    static void requireHarmless(Field<?> function) {
        if (REFUSED_FUNCTIONS.contains(TableRules.fold(function.getName()))) {
            throw Refusal.opaque("The function " + function.getName());
        }
    }

    /** A type's name must be one, possibly with a length. */
    static void requireHarmless(DataType<?> type) {
        if (!TYPE.matcher(type.getCastTypeName()).matches()) {
            throw Refusal.opaque("A data type with a name of its own");
        }
    }

    static String describe(QueryPart part) {
        String type = part.getClass().getSimpleName();
        return type.isEmpty() ? part.getClass().getName() : type;
    }
}
