package org.maibot.isolation.jdbc;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.maibot.isolation.IsolationEvent;
import org.maibot.isolation.IsolationObserver;

/** The events that were published, in their order. */
final class RecordedEvents implements IsolationObserver {
    private final List<IsolationEvent> events = new CopyOnWriteArrayList<>();

    @Override
    public void onEvent(IsolationEvent event) {
        events.add(event);
    }

    List<IsolationEvent> all() {
        return List.copyOf(events);
    }

    <E extends IsolationEvent> List<E> of(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    void clear() {
        events.clear();
    }
}
