package org.maibot.isolation;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** The four entries of slf4j's logging context (MDC), one per dimension. */
final class LoggingContext {
    private static final List<Dimension> DIMENSIONS = List.of(Dimension.values());
    private static final Map<Dimension, String> NONE = Map.of();

    private LoggingContext() {}

    /** What the thread's entries are now. */
    static Map<Dimension, String> entries() {
        Map<Dimension, String> entries = NONE;
        for (Dimension dimension : DIMENSIONS) {
            String value = MDC.get(dimension.columnName());
            if (value != null) {
                entries = entries.isEmpty() ? new EnumMap<>(Dimension.class) : entries;
                entries.put(dimension, value);
            }
        }
        return entries;
    }

    static void show(Map<Dimension, String> entries) {
        for (Dimension dimension : DIMENSIONS) {
            show(dimension, entries.get(dimension));
        }
    }

    static void show(IsolationContext context) {
        for (Dimension dimension : DIMENSIONS) {
            show(dimension, context.idOrNull(dimension));
        }
    }

    private static void show(Dimension dimension, @Nullable String value) {
        if (value == null) {
            MDC.remove(dimension.columnName());
        } else {
            MDC.put(dimension.columnName(), value);
        }
    }
}
