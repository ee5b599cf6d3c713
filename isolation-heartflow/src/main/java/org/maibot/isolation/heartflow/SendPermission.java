package org.maibot.isolation.heartflow;

import java.util.Set;
import org.maibot.isolation.IsolationContext;

/** Says where an agent may send. Safe for use by several threads. */
@FunctionalInterface
public interface SendPermission {

    /** Whether the agent may send to a chat stream; if not, the message is refused before a reply is generated, or before a command is answered. */
    boolean permits(IsolationContext stream);

    /** Every agent may send wherever a message came from. */
    static SendPermission everywhere() {
        return stream -> true;
    }

    /** Agents may send on some platforms only. */
    static SendPermission onPlatforms(String... platforms) {
        Set<String> permitted = Set.of(platforms);
        return stream -> stream.platform().filter(permitted::contains).isPresent();
    }
}
