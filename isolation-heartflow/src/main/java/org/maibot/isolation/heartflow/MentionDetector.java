package org.maibot.isolation.heartflow;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds out whether a message calls the agent. Safe for use by several threads. */
@FunctionalInterface
public interface MentionDetector {

    /**
     * Whether a message calls the agent.
     *
     * @throws Exception if it cannot say, which ends the message as failed
     */
    boolean isMentioned(Turn turn) throws Exception;

    /**
     * The usual rule: a message in a private chat calls the agent, and so does one that mentions the agent's id or one of its names as
     * a user, replies to a message of the agent, or has {@code @} and the id or a name in its text, in whatever case.
     *
     * @param names what the agent is called, or its ids as a user of platforms
     */
    static MentionDetector standard(String... names) {
        List<String> known = List.copyOf(Arrays.asList(names));
        return turn -> {
            InboundMessage message = turn.message();
            return message.isPrivate()
                    || message.replyTo().filter(ReplyIds::isReply).isPresent()
                    || (callsSomebody(message)
                            && (isCalled(message, turn.stream().agentId().orElseThrow())
                                    || known.stream().anyMatch(name -> isCalled(message, name))));
        };
    }

    /** Not so, mostly. */
    private static boolean callsSomebody(InboundMessage message) {
        return !message.mentions().isEmpty() || message.text().indexOf('@') >= 0;
    }

    private static boolean isCalled(InboundMessage message, String name) {
        return message.mentions().stream().anyMatch(mention -> mention.userId().equals(Optional.of(name)))
                || (message.text().indexOf('@') >= 0
                        && message.text().toLowerCase(Locale.ROOT).contains("@" + name.toLowerCase(Locale.ROOT)));
    }
}
