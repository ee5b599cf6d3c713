package org.maibot.isolation.jdbc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.IsolationViolationException;
import org.maibot.isolation.query.Message;

/** Stores lines of a chat log: a batch in one transaction, each chat stream's messages in their own context. */
final class ChatLogWriter {
    private final Isolation isolation;
    private final Consumer<RejectedLine> onRejected;
    private final Map<String, Optional<String>> refusedTenants = new HashMap<>();
    private long stored;
    private long alreadyThere;
    private long rejected;

    ChatLogWriter(Isolation isolation, Consumer<RejectedLine> onRejected) {
        this.isolation = isolation;
        this.onRejected = onRejected;
    }

    long stored() {
        return stored;
    }

    long alreadyThere() {
        return alreadyThere;
    }

    long rejected() {
        return rejected;
    }

    void store(List<ChatLogLine> lines) {
        Map<IsolationContext, List<Message>> streams = new LinkedHashMap<>();
        lines.forEach(line -> streams.computeIfAbsent(line.context(), key -> new ArrayList<>())
                .add(line.message()));
        int added = isolation.messageLog().append(streams);
        stored += added;
        alreadyThere += lines.size() - added;
    }

    /** Whether the tenant of a line may have messages; rejects the line if not. */
    boolean admits(ChatLogLine line) {
        Optional<String> refusal = refusal(line.context().tenantId());
        refusal.ifPresent(reason -> reject(line, reason));
        return refusal.isEmpty();
    }

    /** Why a tenant may not have messages, or empty if it may; asked before the transaction, since it may register. */
    private Optional<String> refusal(String tenantId) {
        return refusedTenants.computeIfAbsent(tenantId, id -> {
            try {
                isolation.createIsolationContext(id);
                return Optional.empty();
            } catch (IsolationViolationException e) {
                return Optional.of(String.valueOf(e.getMessage()));
            }
        });
    }

    private void reject(ChatLogLine line, String reason) {
        rejected++;
        onRejected.accept(new RejectedLine(line.number(), reason));
    }
}
