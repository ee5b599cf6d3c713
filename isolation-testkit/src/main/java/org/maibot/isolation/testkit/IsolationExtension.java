package org.maibot.isolation.testkit;

import static java.util.Objects.requireNonNull;

import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.Isolation;

/**
 * Opens a host's runtime for the {@linkplain IsolationTest isolation tests} of a class, plants {@link Canaries} in its
 * database, and closes it after them.
 *
 * <pre>{@code
 * class NotesTest {
 *     @RegisterExtension
 *     static final IsolationExtension isolation = IsolationExtension.of(() -> Isolation.builder()…open());
 *
 *     @IsolationTest
 *     void notesStayInTheirScope(IsolationContext mine, Isolation runtime) {
 *         new Notes(runtime.dsl(mine)).titles();
 *     }
 * }
 * }</pre>
 *
 * <p>The database is to be one for tests: the canaries stay in it. The tests of a class run one after the other, since what they log
 * is looked at.
 */
public final class IsolationExtension
        implements BeforeAllCallback, AfterAllCallback, TestTemplateInvocationContextProvider {
    private final Supplier<Isolation> opening;
    private Consumer<Canaries.Builder> planting = canaries -> {};
    private @Nullable Watched watched;
    private int classes;

    private IsolationExtension(Supplier<Isolation> opening) {
        this.opening = opening;
    }

    /** What the tests of a class work with. */
    record Watched(Isolation isolation, DataSource database, Canaries canaries, TwinCheck twins) {}

    /**
     * Tests a runtime.
     *
     * @param opening opens it before the tests; they get another one on the same database that is watched
     */
    public static IsolationExtension of(Supplier<Isolation> opening) {
        return new IsolationExtension(requireNonNull(opening, "opening"));
    }

    /** Says how the canaries are planted, see {@link Canaries.Builder}. */
    public IsolationExtension planting(Consumer<Canaries.Builder> settings) {
        this.planting = requireNonNull(settings, "settings");
        return this;
    }

    @Override
    public void beforeAll(ExtensionContext test) throws SQLException {
        classes++;
        if (classes > 1) {
            return; // a nested class has what the one around it has
        }
        Isolation isolation = opening.get();
        try {
            DataSource database = Unguarded.dataSource(isolation, "isolation tests");
            Canaries.Builder canaries = Canaries.in(database, isolation.rules());
            planting.accept(canaries);
            Canaries planted = canaries.plant();
            planted.contexts().forEach(context -> isolation.dataSource(context)); // which registers the tenant
            watched = new Watched(isolation, database, planted, TwinCheck.of(isolation));
        } catch (SQLException | RuntimeException e) {
            isolation.close();
            throw e;
        }
    }

    @Override
    public void afterAll(ExtensionContext test) throws SQLException {
        classes--;
        Watched opened = watched;
        if (opened != null && classes == 0) {
            watched = null;
            try {
                opened.twins().close();
            } finally {
                opened.isolation().close();
            }
        }
    }

    @Override
    public boolean supportsTestTemplate(ExtensionContext test) {
        return watched != null && AnnotationSupport.isAnnotated(test.getTestMethod(), IsolationTest.class);
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext test) {
        Watched opened = requireNonNull(watched);
        List<IsolationContext> contexts = opened.canaries().contexts();
        return IntStream.range(0, contexts.size())
                .mapToObj(
                        i -> new IsolationInvocation(opened, contexts.get(i), contexts.get((i + 1) % contexts.size())));
    }
}
