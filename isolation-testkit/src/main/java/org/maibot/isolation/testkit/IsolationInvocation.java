package org.maibot.isolation.testkit;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.Isolation;
import org.maibot.isolation.testkit.IsolationExtension.Watched;

/** One run of an isolation test, in one context: everything that it reads, logs or throws is looked at. */
final class IsolationInvocation implements TestTemplateInvocationContext, ParameterResolver, InvocationInterceptor {
    private static final List<Class<?>> PARAMETERS =
            List.of(IsolationContext.class, Isolation.class, DataSource.class, TwinCheck.class, Canaries.class);

    private final Watched watched;
    private final IsolationContext reader;
    private final IsolationContext foreign;
    private final Isolation isolation;
    private final List<AssertionError> leaks = Collections.synchronizedList(new ArrayList<>());

    IsolationInvocation(Watched watched, IsolationContext reader, IsolationContext foreign) {
        this.watched = watched;
        this.reader = reader;
        this.foreign = foreign;
        this.isolation = watched.isolation().forDatabase(WatchedDataSource.of(watched.database(), this::read));
    }

    private void read(Object found, String sql) {
        try {
            watched.canaries().requireNoneForeignTo(reader, found, "read by «" + sql + "»");
        } catch (AssertionError leak) {
            leaks.add(leak);
            throw leak;
        }
    }

    @Override
    public String getDisplayName(int index) {
        return "in " + reader;
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
        return List.of(this);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return PARAMETERS.contains(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        Class<?> type = parameter.getParameter().getType();
        if (type == IsolationContext.class) {
            return parameter.isAnnotated(Foreign.class) ? foreign : reader;
        }
        if (type == Isolation.class) {
            return isolation;
        }
        if (type == DataSource.class) {
            return isolation.dataSource(reader);
        }
        return type == TwinCheck.class ? watched.twins() : watched.canaries();
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<@Nullable Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext test)
            throws Throwable {
        Snapshot before = watched.twins().rows();
        try (LogWatch log = new LogWatch()) {
            Throwable thrown = thrownBy(invocation);
            requireNoLeak(thrown);
            watched.canaries().requireNoneForeignTo(reader, log.found(), "logged or printed");
            requireNothingOfOthers(before, watched.twins().rows());
            if (thrown != null) {
                throw thrown;
            }
        }
    }

    /** Neither changed nor kept in the reader's own rows, also by code that has another way to the database. */
    private void requireNothingOfOthers(Snapshot before, Snapshot after) {
        String gone = rows("These are gone:", before.outside(reader), after.outside(reader));
        String come = rows("These came:", after.outside(reader), before.outside(reader));
        if (!gone.isEmpty() || !come.isEmpty()) {
            throw new AssertionError("Rows that are not of " + reader + " were changed." + gone + come);
        }
        for (Snapshot.Row own : Snapshot.without(after.inside(reader), before.inside(reader))) {
            watched.canaries().requireNoneForeignTo(reader, own.values(), "stored in " + own.table());
        }
    }

    private static String rows(String title, List<Snapshot.Row> rows, List<Snapshot.Row> others) {
        String list = Differences.list(
                title, Snapshot.without(rows, others).stream().map(row -> Differences.brief(row.describe())));
        return list.isEmpty() ? "" : "\n" + list;
    }

    private static @Nullable Throwable thrownBy(InvocationInterceptor.Invocation<@Nullable Void> invocation) {
        try {
            invocation.proceed();
            return null;
        } catch (Throwable e) {
            return e; // which is thrown again
        }
    }

    /** Fails for what was read, even if the test has caught that, and for what an exception tells. */
    private void requireNoLeak(@Nullable Throwable thrown) {
        AssertionError leak = leaks.isEmpty() ? null : leaks.get(0);
        if (leak == null && !(thrown instanceof TwinDifference || thrown instanceof Canaries.Found)) {
            try {
                watched.canaries().requireNoneForeignTo(reader, thrown, "thrown");
            } catch (AssertionError told) {
                leak = told;
            }
        }
        if (leak != null) {
            if (thrown != null && thrown != leak) {
                leak.addSuppressed(thrown);
            }
            throw leak;
        }
    }
}
