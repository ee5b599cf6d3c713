package org.maibot.isolation.heartflow;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Handles messages that are commands. Safe for use by several threads. */
@FunctionalInterface
public interface CommandHandler {
    /**
     * Handles a message if it is a command. After a crash it may be called once more for the same message.
     *
     * @return what became of it, or empty if it is no command
     * @throws Exception if it is one and fails, which ends the message as failed
     */
    Optional<Handled> handle(Turn turn) throws Exception;

    /**
     * A command that was handled.
     *
     * @param command its name
     * @param reply what to answer, {@link Reply#nothing()} for nothing
     */
    record Handled(String command, Reply reply) {}

    /** What a command does; it gets the text behind its name, without white space around it. */
    @FunctionalInterface
    interface Command {
        /** Does it, and says what to answer. */
        Reply execute(Turn turn, String argument) throws Exception;
    }

    /** There are no commands. */
    static CommandHandler none() {
        return turn -> Optional.empty();
    }

    /**
     * Commands by their names: a message is one if it begins with a slash and the name, and white space or nothing follows.
     *
     * @param commands by their names, without the slash
     */
    static CommandHandler slash(Map<String, Command> commands) {
        Map<String, Command> known = Map.copyOf(new LinkedHashMap<>(commands));
        Pattern whiteSpace = Pattern.compile("\\s", Pattern.UNICODE_CHARACTER_CLASS);
        return turn -> {
            String text = turn.message().text().strip();
            if (!text.startsWith("/")) {
                return Optional.empty();
            }
            String[] words = whiteSpace.split(text.substring(1), 2);
            Command command = known.get(words[0]);
            if (command == null) {
                return Optional.empty();
            }
            String argument = words.length > 1 ? words[1].strip() : "";
            return Optional.of(new Handled(words[0], command.execute(turn, argument)));
        };
    }
}
