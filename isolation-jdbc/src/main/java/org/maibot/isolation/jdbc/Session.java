package org.maibot.isolation.jdbc;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.IsolationEvent;
import org.maibot.isolation.IsolationObserver;
import org.maibot.isolation.IsolationViolationException;
import org.maibot.isolation.query.IsolatedQueryManager;

/**
 * What the query managers of one context share.
 *
 * @param dsl confined to the context
 * @param context the context
 * @param messageLog where messages are appended
 */
record Session(
        DSLContext dsl, IsolationContext context, MessageLog messageLog, Clock clock, IsolationObserver observer) {

    Session in(DSLContext transaction) {
        return new Session(transaction, context, messageLog, clock, observer);
    }

    /** Refuses an operation unless the context fixes a dimension. */
    void require(Dimension dimension, String operation) {
        if (!context.fixes(dimension)) {
            try {
                context.requireFixed(dimension, operation);
            } catch (IsolationViolationException refusal) {
                throw refuse(refusal);
            }
        }
    }

    IsolationViolationException refuse(IsolationViolationException refusal) {
        observer.publish(IsolationEvent.Refused.of(refusal, context));
        return refusal;
    }

    long nowMicros() {
        return Micros.of(clock.instant());
    }

    /** The columns of the dimensions that the context leaves open, down to a level, outermost first. */
    List<Field<String>> openColumns(Dimension level) {
        return context.fixes(level)
                ? List.of()
                : openDimensions(level).map(CanonicalSchema::column).toList();
    }

    private Stream<Dimension> openDimensions(Dimension level) {
        return Arrays.stream(Dimension.values())
                .filter(dimension -> dimension.compareTo(level) <= 0 && !context.fixes(dimension));
    }

    /** The context of a row that has the open columns down to a level. */
    IsolationContext contextOf(Record row, Dimension level) {
        if (context.fixes(level)) {
            return context;
        }
        IsolationContext.Narrowing narrowing = context.narrow();
        openDimensions(level)
                .forEach(dimension -> narrow(narrowing, dimension, row.get(CanonicalSchema.column(dimension))));
        return narrowing.build();
    }

    private static void narrow(IsolationContext.Narrowing narrowing, Dimension dimension, String id) {
        switch (dimension) {
            case TENANT -> throw new IllegalArgumentException("every context fixes the tenant");
            case AGENT -> narrowing.agent(id);
            case PLATFORM -> narrowing.platform(id);
            case CHAT_STREAM -> narrowing.chatStream(id);
        }
    }

    static int limit(int limit) {
        if (limit < 1 || limit > IsolatedQueryManager.MAX_LIMIT) {
            throw new IllegalArgumentException(
                    "The limit is " + limit + "; give 1 to " + IsolatedQueryManager.MAX_LIMIT);
        }
        return limit;
    }

    /** Text of bounded length, see {@link #text(String, String)}. */
    static String text(String text, String name, int min, int max) {
        int length = text(text, name).codePointCount(0, text.length());
        if (length < min || length > max) {
            throw new IllegalArgumentException(name + " has " + length + " characters; give " + min + " to " + max);
        }
        return text;
    }

    /** Text that the database takes as it is: a driver writes half a surrogate pair as a question mark. */
    static String text(String text, String name) {
        if (requireNonNull(text, name).codePoints().anyMatch(Session::isNotStorable)) {
            throw new IllegalArgumentException(name + " holds U+0000 or half of a surrogate pair; remove it");
        }
        return text;
    }

    private static boolean isNotStorable(int codePoint) {
        return codePoint == 0 || Character.getType(codePoint) == Character.SURROGATE;
    }
}
