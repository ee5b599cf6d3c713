package org.maibot.isolation.jdbc;

import java.util.Set;
import org.jooq.CommonTableExpression;
import org.jooq.Condition;
import org.jooq.Context;
import org.jooq.DMLQuery;
import org.jooq.Field;
import org.jooq.Keyword;
import org.jooq.Merge;
import org.jooq.Name;
import org.jooq.Param;
import org.jooq.Queries;
import org.jooq.Routine;
import org.jooq.SQL;
import org.jooq.Select;
import org.jooq.Statement;
import org.jooq.Table;
import org.jooq.impl.QOM;
import org.jooq.impl.TableImpl;

/** What a part of a jOOQ statement means for scoping, decided once per class. */
enum PartKind {
    /** Refers to no table by itself; what it holds is visited in its turn. */
    NEUTRAL,
    SELECT,
    INSERT,
    UPDATE,
    DELETE,
    JOIN,
    /** A table by its name, or the name of a common table expression. */
    TABLE,
    NAME,
    /** A bind value. */
    PARAMETER,
    /** A function that is called by its name. */
    FUNCTION,
    /** A conversion to a type, whose name jOOQ passes on as it is. */
    CAST,
    /** SQL text, which jOOQ passes on as it is. */
    PLAIN_SQL,
    /** A part made of a lambda, by jOOQ itself inside some of its own parts, or by a host. */
    LAMBDA,
    /** A statement that scoped code may not run. */
    STATEMENT,
    /** A part that renders itself in a way that nobody can check, or runs code in the database. */
    OPAQUE;

    private static final ClassValue<PartKind> KINDS = new ClassValue<>() {
        @Override
        protected PartKind computeValue(Class<?> type) {
            return classify(type);
        }
    };

    /** Tables that only wrap or hold other parts. */
    private static final Set<String> STRUCTURAL_TABLES = Set.of(
            "AliasedSelect",
            "ArrayOfValues",
            "ArrayTable",
            "DerivedTable",
            "Dual",
            "GenerateSeries",
            "HintedTable",
            "InlineDerivedTable",
            "JSONTable",
            "Lateral",
            "NoAutoAlias",
            "NoTable",
            "TableAlias",
            "TableAsField",
            "Values",
            "WithOrdinalityTable",
            "XMLTable");

    private static final Set<String> FUNCTIONS = Set.of("Function", "Function1", "DefaultAggregateFunction");

    private static final Set<String> CASTS = Set.of("Cast", "CastNull", "TryCast");

    static PartKind of(Object part) {
        return KINDS.get(part.getClass());
    }

    private static PartKind classify(Class<?> type) {
        if (type == ScopePredicate.class || type == ScopeValue.class || type == ScopedTable.class) {
            return NEUTRAL;
        }
        boolean placedByHosts = Field.class.isAssignableFrom(type) || Condition.class.isAssignableFrom(type);
        if (placedByHosts && type.getName().startsWith("org.jooq.impl.Custom")) {
            return LAMBDA;
        }
        if (rendersItself(type) || Routine.class.isAssignableFrom(type)) {
            return OPAQUE;
        }
        if (Statement.class.isAssignableFrom(type)) {
            return statement(type);
        }
        if (Table.class.isAssignableFrom(type)) {
            return table(type);
        }
        if (SQL.class.isAssignableFrom(type)) {
            return PLAIN_SQL;
        }
        if (Queries.class.isAssignableFrom(type)) {
            return STATEMENT;
        }
        if (FUNCTIONS.contains(type.getSimpleName())) {
            return FUNCTION;
        }
        if (CASTS.contains(type.getSimpleName())) {
            return CAST;
        }
        if (Param.class.isAssignableFrom(type)) {
            return PARAMETER;
        }
        return Name.class.isAssignableFrom(type) ? NAME : NEUTRAL;
    }

    /** Whether a class outside jOOQ decides what SQL it becomes. */
    private static boolean rendersItself(Class<?> type) {
        try {
            Class<?> renderer = type.getMethod("accept", Context.class).getDeclaringClass();
            return !renderer.getName().startsWith("org.jooq.impl.");
        } catch (NoSuchMethodException e) {
            return !Keyword.class.isAssignableFrom(type) && !type.getName().startsWith("org.jooq.impl.");
        }
    }

    private static PartKind statement(Class<?> type) {
        if (Select.class.isAssignableFrom(type)) {
            return SELECT;
        }
        if (QOM.Insert.class.isAssignableFrom(type)) {
            return INSERT;
        }
        if (QOM.Update.class.isAssignableFrom(type)) {
            return UPDATE;
        }
        if (QOM.Delete.class.isAssignableFrom(type)) {
            return DELETE;
        }
        return wrapsDml(type) || type.getSimpleName().equals("FetchCount") ? NEUTRAL : STATEMENT;
    }

    /** Whether a class of jOOQ's is the outer form of an INSERT, UPDATE or DELETE that it visits in its turn. */
    private static boolean wrapsDml(Class<?> type) {
        return QOM.InsertReturning.class.isAssignableFrom(type)
                || QOM.UpdateReturning.class.isAssignableFrom(type)
                || QOM.DeleteReturning.class.isAssignableFrom(type)
                || (DMLQuery.class.isAssignableFrom(type) && !Merge.class.isAssignableFrom(type));
    }

    private static PartKind table(Class<?> type) {
        if (QOM.JoinTable.class.isAssignableFrom(type)) {
            return JOIN;
        }
        if (TableImpl.class.isAssignableFrom(type)
                || CommonTableExpression.class.isAssignableFrom(type)
                || type.getSimpleName().equals("SQLTable")) {
            return TABLE;
        }
        return STRUCTURAL_TABLES.contains(type.getSimpleName()) ? NEUTRAL : OPAQUE;
    }
}
