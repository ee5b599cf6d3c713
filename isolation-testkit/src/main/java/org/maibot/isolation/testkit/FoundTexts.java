package org.maibot.isolation.testkit;

import java.lang.reflect.Array;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** The texts in whatever code has returned, sent, logged or thrown. */
final class FoundTexts {
    private final List<String> texts = new ArrayList<>();
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    private FoundTexts() {}

    static List<String> of(@Nullable Object found) {
        FoundTexts all = new FoundTexts();
        all.add(found);
        return all.texts;
    }

    private void add(@Nullable Object found) {
        if (found == null) {
            return;
        }
        if (found instanceof CharSequence text) {
            texts.add(text.toString());
        } else if (seen.add(found)) {
            addParts(found);
        }
    }

    private void addParts(Object found) {
        if (found instanceof Throwable thrown) {
            addThrown(thrown);
        } else if (found instanceof Record row) {
            add(row.intoList());
        } else if (found instanceof Collection<?> values) {
            values.forEach(this::add);
        } else if (found instanceof Map<?, ?> map) {
            map.forEach((key, value) -> add(List.of(Optional.ofNullable(key), Optional.ofNullable(value))));
        } else if (found instanceof Map.Entry<?, ?> entry) {
            add(entry.getKey());
            add(entry.getValue());
        } else if (found instanceof Optional<?> optional) {
            optional.ifPresent(this::add);
        } else if (found instanceof byte[] bytes) {
            texts.add(new String(bytes, StandardCharsets.ISO_8859_1).replace("\0", "")); // UTF-16 too
        } else if (found instanceof char[] letters) {
            texts.add(new String(letters));
        } else if (found.getClass().isArray()) {
            for (int i = 0; i < Array.getLength(found); i++) {
                add(Array.get(found, i));
            }
        } else {
            texts.add(String.valueOf(found));
            addComponents(found);
        }
    }

    private void addThrown(Throwable thrown) {
        texts.add(String.valueOf(thrown));
        add(thrown.getMessage());
        add(thrown.getCause());
        add(thrown.getSuppressed());
        if (thrown instanceof SQLException sql) {
            add(sql.getNextException());
        }
    }

    /** Adds the components of a record, whose text may leave some out. */
    private void addComponents(Object found) {
        if (found.getClass().isRecord()) {
            for (RecordComponent component : found.getClass().getRecordComponents()) {
                add(value(found, component.getAccessor()));
            }
        }
    }

    private static @Nullable Object value(Object found, Method accessor) {
        try {
            accessor.setAccessible(true);
            return accessor.invoke(found);
        } catch (ReflectiveOperationException | InaccessibleObjectException e) {
            throw new IllegalArgumentException(
                    "The record " + found.getClass().getName() + " cannot be looked into; open its package to this"
                            + " module, or look into its text",
                    e);
        }
    }
}
