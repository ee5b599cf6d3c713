package org.maibot.isolation.examples.benchmarks;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.Isolation;

/**
 * jOOQ, which takes a connection for each statement, or for a transaction.
 *
 * @param contexts gives jOOQ for a chat stream
 * @param byHand whether the predicates are written by hand
 */
record JooqDoor(Function<IsolationContext, DSLContext> contexts, boolean byHand) implements Door {
    /** What rolls a transaction back. */
    private static final class Undo extends RuntimeException {
        private static final long serialVersionUID = 1;

        Undo() {
            super(null, null, false, false);
        }
    }

    /** All predicates by hand. */
    static JooqDoor byHand(DataSource dataSource, Product product) {
        SQLDialect dialect = product == Product.SQLITE ? SQLDialect.SQLITE : SQLDialect.POSTGRES;
        DSLContext dsl = DSL.using(dataSource, dialect, new Settings().withExecuteLogging(false));
        return new JooqDoor(context -> dsl, true);
    }

    /** The scoped jOOQ. */
    static JooqDoor isolated(Isolation isolation) {
        return new JooqDoor(isolation::dsl, false);
    }

    @Override
    public <T> T in(IsolationContext context, Mode mode, Work<T> work) throws Exception {
        DSLContext dsl = contexts.apply(context);
        List<String> ids = byHand ? Statements.ids(context) : List.of();
        return mode == Mode.READ ? work.on(new JooqChat(dsl, ids)) : undone(dsl, ids, work);
    }

    private static <T> T undone(DSLContext dsl, List<String> ids, Work<T> work) {
        AtomicReference<T> result = new AtomicReference<>();
        try {
            dsl.transaction(transaction -> {
                result.set(work.on(new JooqChat(transaction.dsl(), ids)));
                throw new Undo();
            });
        } catch (Undo e) {
            return requireNonNull(result.get());
        }
        throw new IllegalStateException("The transaction is not rolled back");
    }
}
