package org.maibot.isolation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.IsolationEvent;
import org.maibot.isolation.IsolationObserver;
import org.maibot.isolation.IsolationViolationException;
import org.maibot.isolation.ViolationReason;
import org.maibot.isolation.query.MessageCursor;
import org.maibot.isolation.query.Usage;

/** The observer learns of every refusal of a runtime, once, and never changes what happens. */
class ObservedRefusalsTest {
    private static final IsolationContext STREAM = IsolationContext.of("acme", "bot", "qq", "g1");
    private static final IsolationContext TENANT = IsolationContext.of("acme");
    private static final Usage USAGE = new Usage("m", Samples.NOON, 1, 1);

    static List<Arguments> refusals() {
        return List.of(
                refusal(ViolationReason.INVALID_ID, null, isolation -> isolation.createIsolationContext("")),
                refusal(ViolationReason.UNKNOWN_TENANT, null, isolation -> isolation.dsl(IsolationContext.of("else"))),
                refusal(
                        ViolationReason.OPAQUE_SQL,
                        STREAM,
                        isolation -> isolation.dsl(STREAM).fetch("select last_insert_rowid() from messages")),
                refusal(ViolationReason.REASON_REQUIRED, null, isolation -> isolation.system(" ")),
                refusal(
                        ViolationReason.WRONG_LEVEL,
                        TENANT,
                        isolation -> isolation.queries(TENANT).messages().append(Samples.message("1"))),
                refusal(
                        ViolationReason.WRONG_LEVEL,
                        TENANT,
                        isolation -> isolation.queries(TENANT).usage().record(USAGE)),
                refusal(
                        ViolationReason.FOREIGN_SCOPE,
                        STREAM,
                        isolation -> isolation
                                .queries(STREAM)
                                .messages()
                                .after(new MessageCursor(Samples.NOON, IsolationContext.of("b", "b", "b", "b"), 1), 1)),
                refusal(
                        ViolationReason.UNKNOWN_TABLE,
                        STREAM,
                        isolation -> isolation
                                .dsl(STREAM)
                                .selectFrom(table(name("nowhere")))
                                .fetch()),
                refusal(
                        ViolationReason.GLOBAL_TABLE_READ_ONLY,
                        STREAM,
                        isolation -> isolation
                                .dsl(STREAM)
                                .deleteFrom(table(name("agent_templates")))
                                .execute()),
                refusal(
                        ViolationReason.FOREIGN_SCOPE,
                        STREAM,
                        isolation -> isolation
                                .dsl(STREAM)
                                .insertInto(table(name("agents")), field(name("tenant_id"), String.class))
                                .values("other")
                                .execute()),
                refusal(
                        ViolationReason.STATEMENT_NOT_ALLOWED,
                        STREAM,
                        isolation -> isolation
                                .dsl(STREAM)
                                .dropTable(name("messages"))
                                .execute()),
                refusal(
                        ViolationReason.UNGUARDED_ACCESS,
                        STREAM,
                        isolation -> isolation.dsl(STREAM).connection(connection -> connection.setSchema("other"))));
    }

    private static Arguments refusal(
            ViolationReason reason, @Nullable IsolationContext context, Consumer<Isolation> code) {
        return Arguments.of(reason, Optional.ofNullable(context), code);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void isToldOnceWithTheMessageAndTheContext(
            ViolationReason reason, Optional<IsolationContext> context, Consumer<Isolation> code) {
        RecordedEvents events = new RecordedEvents();
        try (Isolation isolation = open(events)) {
            Throwable thrown = catchThrowable(() -> code.accept(isolation));

            assertThat(events.of(IsolationEvent.Refused.class))
                    .containsExactly(new IsolationEvent.Refused(
                            reason, String.valueOf(refusalIn(thrown).getMessage()), context));
        }
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void changesNothingByThrowing(
            ViolationReason reason, Optional<IsolationContext> context, Consumer<Isolation> code) {
        try (Isolation isolation = open(event -> {
            throw new AssertionError("an observer that fails, on purpose, in " + context);
        })) {
            Throwable thrown = catchThrowable(() -> code.accept(isolation));

            assertThat(refusalIn(thrown).reason()).isEqualTo(reason);
        }
    }

    @Test
    void isNotNeededForTheRestToWork() {
        IsolationObserver failing = event -> {
            throw new IllegalStateException("an observer that fails, on purpose");
        };
        try (Isolation isolation = open(failing)) {
            assertThat(isolation.queries(STREAM).messages().append(Samples.message("1")))
                    .isTrue();
            assertThat(isolation.system("a look").dsl().fetchValue("select count(*) from messages"))
                    .isEqualTo(1);
        }
    }

    private static Isolation open(IsolationObserver observer) {
        return Isolation.builder()
                .jdbcUrl("jdbc:sqlite::memory:")
                .tenants("acme")
                .observer(observer)
                .open();
    }

    /** The refusal itself or, from inside JDBC, the one that caused the exception. */
    private static IsolationViolationException refusalIn(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof IsolationViolationException refusal) {
                return refusal;
            }
        }
        throw new AssertionError("not refused", thrown);
    }
}
