package org.maibot.isolation.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.junit.jupiter.params.provider.Arguments;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.IsolationContext;

/**
 * A statement that is to answer alike in {@link TwinDatabases}.
 *
 * @param level the widest level of a context that it runs in
 * @param families the databases that have its constructs
 */
record TwinStatement(String name, Function<DSLContext, ?> run, Dimension level, Set<String> families) {
    private static final List<IsolationContext> CONTEXTS = List.of(
            IsolationContext.of("acme"),
            IsolationContext.of("acme", "bot"),
            IsolationContext.of("acme", "bot", "qq"),
            IsolationContext.of("acme", "bot", "qq", "g1"),
            IsolationContext.of("acme:eu", "bot", "qq", "g1"),
            IsolationContext.of("ACME", "bot"),
            IsolationContext.of("nobody", "bot"));

    static TwinStatement named(String name, Function<DSLContext, ?> run) {
        return new TwinStatement(name, run, Dimension.TENANT, Set.copyOf(EscapeCorpus.FAMILIES));
    }

    /** The same for contexts of this level and narrower ones. */
    TwinStatement from(Dimension widest) {
        return new TwinStatement(name, run, widest, families);
    }

    /** The same for these databases: the others lack a construct in it. */
    TwinStatement on(String... only) {
        return new TwinStatement(name, run, level, Set.of(only));
    }

    /** The statements that the database under test has the constructs for, each in all contexts that it fits. */
    static List<Arguments> inContexts(List<TwinStatement> statements) {
        List<Arguments> all = new ArrayList<>();
        for (TwinStatement statement : statements) {
            for (IsolationContext context : CONTEXTS) {
                if (statement.families().contains(TestDatabase.underTest().family())
                        && context.level().compareTo(statement.level()) >= 0) {
                    all.add(Arguments.of(statement.name(), context, statement));
                }
            }
        }
        return all;
    }
}
