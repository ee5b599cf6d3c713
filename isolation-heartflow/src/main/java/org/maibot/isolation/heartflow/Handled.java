package org.maibot.isolation.heartflow;

import java.util.List;
import org.maibot.isolation.query.Message;
import org.maibot.isolation.query.Usage;

/**
 * What the handling of a message leaves: its outcome, and what is to be stored together with the end of the message.
 *
 * @param answered whether anything was sent
 */
record Handled(Outcome outcome, List<Message> messages, List<Usage> usages, boolean answered) {
    Handled {
        messages = List.copyOf(messages);
        usages = List.copyOf(usages);
    }

    static Handled of(Outcome outcome) {
        return new Handled(outcome, List.of(), List.of(), false);
    }
}
