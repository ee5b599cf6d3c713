package org.maibot.isolation;

import io.micrometer.core.instrument.Metrics;
import java.util.Locale;

/** Counts events in Micrometer's global registry, by type and, for refusals, by reason. Loaded only with Micrometer. */
final class CountingObserver implements IsolationObserver {
    @Override
    public void onEvent(IsolationEvent event) {
        String reason = event instanceof IsolationEvent.Refused refused
                ? lower(refused.reason().name())
                : "none";
        Metrics.counter("maibot.isolation.events", "type", type(event), "reason", reason)
                .increment();
    }

    private static String type(IsolationEvent event) {
        return lower(event.getClass().getSimpleName().replaceAll("(?<=.)(?=[A-Z])", "_"));
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
