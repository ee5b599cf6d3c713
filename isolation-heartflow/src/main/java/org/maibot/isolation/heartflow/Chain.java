package org.maibot.isolation.heartflow;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A queue whose elements hold it together themselves: any one can be taken out at once, and none needs memory for it. An element is in one
 * chain at a time. Guarded by the scheduler's lock.
 */
final class Chain<E extends Chain.Link<E>> {
    private @Nullable E first;
    private @Nullable E last;

    /** What may be in a chain. */
    abstract static class Link<E extends Link<E>> {
        @Nullable
        E before;

        @Nullable
        E behind;
    }

    @Nullable
    E first() {
        return first;
    }

    boolean isEmpty() {
        return first == null;
    }

    void addLast(E element) {
        element.before = last;
        if (last == null) {
            first = element;
        } else {
            last.behind = element;
        }
        last = element;
    }

    void addFirst(E element) {
        element.behind = first;
        if (first == null) {
            last = element;
        } else {
            first.before = element;
        }
        first = element;
    }

    /** Takes out an element, which is in it. */
    void remove(E element) {
        E before = element.before;
        E behind = element.behind;
        if (before == null) {
            first = behind;
        } else {
            before.behind = behind;
        }
        if (behind == null) {
            last = before;
        } else {
            behind.before = before;
        }
        element.before = null;
        element.behind = null;
    }

    /** All of them, the first one at the beginning. */
    List<E> all() {
        List<E> all = new ArrayList<>();
        for (E next = first; next != null; next = next.behind) {
            all.add(next);
        }
        return all;
    }
}
