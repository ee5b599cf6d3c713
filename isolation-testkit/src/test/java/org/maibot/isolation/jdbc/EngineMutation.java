package org.maibot.isolation.jdbc;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.none;

import java.lang.instrument.Instrumentation;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import net.bytebuddy.agent.ByteBuddyAgent;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.agent.builder.AgentBuilder.RedefinitionStrategy;
import net.bytebuddy.agent.builder.ResettableClassFileTransformer;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.matcher.ElementMatcher;
import org.maibot.isolation.Dimension;

/**
 * A change to the engine's code, while it runs, that breaks its isolation. It lies in the engine's package, since what it
 * changes is nobody else's to know. One at a time; others that use the engine meanwhile are broken too.
 */
@SuppressWarnings("UnusedVariable") // what advice assigns, the changed method returns or reads
public final class EngineMutation {
    /** The verification of what was scoped lets everything pass. */
    public static final Change NO_VERIFICATION = skip(ScopeVerifier.class, "verify");

    /** On MySQL, ids are compared by the equality that its optimizer puts together with the caller's. */
    public static final Change PLAIN_EQUALITY = change(TableRule.DimensionColumn.class, "equality", Equality.class);

    private static final Instrumentation INSTRUMENTATION = ByteBuddyAgent.install();

    private EngineMutation() {}

    /**
     * A change to a method.
     *
     * @param type the class that has it
     * @param advice what is done instead, or with what it returns
     */
    public record Change(Class<?> type, ElementMatcher<MethodDescription> method, Class<?> advice) {}

    /** Changes after which the scoping forgets something that the verification refuses, by what they do. */
    public static Map<String, Change> ofTheScoping() {
        Map<String, Change> all = new TreeMap<>();
        all.put("no predicate in a FROM clause", change(FromScoper.class, "predicate", True.class));
        all.put("no predicate at all", change(Draft.class, "predicate", True.class));
        all.put("the innermost dimensions are dropped", new Change(Draft.class, isConstructor(), Outermost.class));
        all.put(
                "the isolation columns of an insert are forgotten",
                change(InsertedColumns.class, "missing", None.class));
        all.put("the optional side of a join is forgotten", skip(FromScoper.class, "confineOptional"));
        all.put("the WHERE clause is not confined", skip(Draft.class, "confine"));
        all.put("sub-selects are not looked into", skip(ExpressionScoper.class, "brackets"));
        all.put("a condition of the caller's weakens the scope's", change(SqlFragment.class, "and", Weakened.class));
        return all;
    }

    /** Changes of which nothing in the engine knows, by what they do. */
    public static Map<String, Change> ofMore() {
        Map<String, Change> all = new TreeMap<>();
        all.put("given values of isolation columns are kept", skip(OwnValues.class, "replace"));
        all.put("the level is not in the cache's key", change(SchemaRules.class, "scope", OfTenant.class));
        all.put("views are read as they stand", change(TableRule.class, "isComputed", Never.class));
        all.put("keys are taken to hold the scope", change(TableRule.class, "meetsOnlyItsScope", Always.class));
        all.put("tables are taken to be global", change(TableRule.class, "isScoped", Never.class));
        all.put("another tenant is bound", change(ScopedSql.Slot.Scope.class, "value", Globex.class));
        all.put("rows of wider levels are written", change(Draft.class, "predicate", NotWriting.class));
        return all;
    }

    private static Change change(Class<?> type, String method, Class<?> advice) {
        return new Change(type, named(method), advice);
    }

    private static Change skip(Class<?> type, String method) {
        return change(type, method, Skipped.class);
    }

    /** Runs code while the engine is changed. */
    public static <T> T during(List<Change> changes, Callable<T> code) throws Exception {
        ResettableClassFileTransformer broken = install(changes);
        try {
            return code.call();
        } finally {
            broken.reset(INSTRUMENTATION, RedefinitionStrategy.RETRANSFORMATION);
        }
    }

    private static ResettableClassFileTransformer install(List<Change> changes) {
        AgentBuilder builder = new AgentBuilder.Default()
                .disableClassFormatChanges()
                .with(RedefinitionStrategy.RETRANSFORMATION)
                .with(RedefinitionStrategy.Listener.ErrorEscalating.FAIL_FAST)
                .ignore(none());
        for (Change change : changes) {
            builder = builder.type(named(change.type().getName()))
                    .transform((type, description, loader, module, domain) ->
                            type.visit(Advice.to(change.advice()).on(change.method())));
        }
        return builder.installOn(INSTRUMENTATION);
    }

    static final class Skipped {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean enter() {
            return true;
        }
    }

    static final class True {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) SqlFragment condition) {
            condition = SqlFragment.of("1 = 1");
        }
    }

    static final class Outermost {
        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(value = 2, readOnly = false) Dimension level) {
            level = Dimension.TENANT;
        }
    }

    static final class Equality {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) String operator) {
            operator = "=";
        }
    }

    static final class None {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) Map<?, ?> result) {
            result = Map.of();
        }
    }

    static final class OfTenant {
        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(value = 1, readOnly = false) Dimension level) {
            level = Dimension.TENANT;
        }
    }

    static final class Never {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) boolean result) {
            result = false;
        }
    }

    static final class Always {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) boolean result) {
            result = true;
        }
    }

    static final class Globex {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) Object value) {
            value = "globex";
        }
    }

    static final class NotWriting {
        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(value = 2, readOnly = false) boolean writing) {
            writing = false;
        }
    }

    static final class Weakened {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) SqlFragment conditions) {
            conditions = SqlFragment.of("1 = 1 OR ").add(conditions);
        }
    }
}
