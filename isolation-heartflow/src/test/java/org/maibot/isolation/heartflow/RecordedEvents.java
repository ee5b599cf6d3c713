package org.maibot.isolation.heartflow;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.maibot.isolation.IsolationEvent;
import org.maibot.isolation.IsolationObserver;
import org.maibot.isolation.ViolationReason;

/** Keeps what an observer is told. */
final class RecordedEvents implements IsolationObserver {
    private final List<IsolationEvent> events = new CopyOnWriteArrayList<>();

    @Override
    public void onEvent(IsolationEvent event) {
        events.add(event);
    }

    List<ViolationReason> refusals() {
        return events.stream()
                .filter(IsolationEvent.Refused.class::isInstance)
                .map(event -> ((IsolationEvent.Refused) event).reason())
                .toList();
    }
}
