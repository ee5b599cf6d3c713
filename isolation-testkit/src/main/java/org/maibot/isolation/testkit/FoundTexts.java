package org.maibot.isolation.testkit;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.BaseStream;
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
        } else if (found instanceof Iterable<?> values && !(found instanceof Path)) { // whose parts are paths
            if (!(found instanceof Collection)) {
                texts.add(found.toString());
            }
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
        } else if (found instanceof BaseStream || found instanceof Iterator || found instanceof Future) {
            throw new IllegalArgumentException("A " + found.getClass().getName()
                    + " cannot be looked into without taking what it gives; look into that");
        } else {
            texts.add(String.valueOf(found));
            addComponents(found);
            addFields(found);
        }
    }

    /** Adds the fields of an object that has no text of its own. */
    private void addFields(Object found) {
        if (String.valueOf(found).startsWith(found.getClass().getName() + "@") && !isOfPlatform(found.getClass())) {
            for (Class<?> type = found.getClass(); type != null && !isOfPlatform(type); type = type.getSuperclass()) {
                for (Field field : type.getDeclaredFields()) {
                    if (!Modifier.isStatic(field.getModifiers())) {
                        add(value(found, field, field::get));
                    }
                }
            }
        }
    }

    /** Whether it is of the JDK, which keeps its fields to itself. */
    private static boolean isOfPlatform(Class<?> type) {
        return type.getName().matches("(java|javax|jdk|sun|com\\.sun)\\..*");
    }

    /** Reads a part of an object. */
    private interface Reading {
        @Nullable
        Object of(Object found) throws ReflectiveOperationException;
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
                Method accessor = component.getAccessor();
                add(value(found, accessor, accessor::invoke));
            }
        }
    }

    private static @Nullable Object value(Object found, AccessibleObject part, Reading reading) {
        try {
            part.setAccessible(true);
            return reading.of(found);
        } catch (ReflectiveOperationException | InaccessibleObjectException e) {
            throw new IllegalArgumentException(
                    "The class " + found.getClass().getName() + " cannot be looked into; open its package to this"
                            + " module, or look into its text",
                    e);
        }
    }
}
