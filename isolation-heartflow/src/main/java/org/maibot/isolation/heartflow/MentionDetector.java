package org.maibot.isolation.heartflow;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

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
     * a user, replies to a message of the agent, or has {@code @} and the id or a name in its text, in whatever case; an ASCII letter, a
     * digit or an underscore behind it makes it another name.
     *
     * @param names what the agent is called, or its ids as a user of platforms
     * @throws IllegalArgumentException if a name is empty
     */
    static MentionDetector standard(String... names) {
        List<String> known = List.copyOf(Arrays.asList(names));
        if (known.contains("")) {
            throw new IllegalArgumentException("An empty name is in every message; give names of 1 or more characters");
        }
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
                || (message.text().indexOf('@') >= 0 && isInText(message.text(), name));
    }

    private static boolean isInText(String text, String name) {
        return Pattern.compile(
                        "@" + Pattern.quote(name) + "(?![A-Za-z0-9_])", Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                .matcher(text)
                .find();
    }
}
