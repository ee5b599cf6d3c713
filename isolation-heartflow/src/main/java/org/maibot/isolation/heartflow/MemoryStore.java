package org.maibot.isolation.heartflow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.query.Message;
import org.maibot.isolation.query.Usage;

/** The newest messages of each chat stream, in memory. */
final class MemoryStore implements MessageStore {
    private final int perStream;
    private final Map<IsolationContext, Map<String, Message>> streams = new ConcurrentHashMap<>();

    MemoryStore(int perStream) {
        if (perStream < 1) {
            throw new IllegalArgumentException("A store of " + perStream + " messages keeps nothing; give 1 or more");
        }
        this.perStream = perStream;
    }

    @Override
    public boolean contains(IsolationContext stream, String messageId) {
        Map<String, Message> known = streams.get(stream);
        if (known == null) {
            return false;
        }
        synchronized (known) {
            return known.containsKey(messageId);
        }
    }

    @Override
    public void store(IsolationContext stream, List<Message> messages, List<Usage> usages) {
        if (messages.isEmpty()) {
            return;
        }
        Map<String, Message> known = streams.computeIfAbsent(stream, any -> new LinkedHashMap<>());
        synchronized (known) {
            messages.forEach(message -> known.putIfAbsent(message.messageId(), message));
            var oldest = known.keySet().iterator();
            for (int surplus = known.size() - perStream; surplus > 0; surplus--) {
                oldest.next();
                oldest.remove();
            }
        }
    }

    @Override
    public List<Message> recent(IsolationContext stream, int limit) {
        Map<String, Message> known = streams.getOrDefault(stream, Map.of());
        synchronized (known) {
            List<Message> all = new ArrayList<>(known.values());
            return List.copyOf(all.subList(Math.max(0, all.size() - limit), all.size()));
        }
    }
}
