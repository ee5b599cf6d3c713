package org.maibot.isolation.heartflow;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Looks for what is not wanted in a message. Safe for use by several threads. */
@FunctionalInterface
public interface WordFilter {

    /**
     * The name of the rule that a message meets, or empty if it is wanted.
     *
     * @throws Exception if it cannot say, which ends the message as failed
     */
    Optional<String> match(Turn turn) throws Exception;

    /** Everything is wanted. */
    static WordFilter none() {
        return turn -> Optional.empty();
    }

    /**
     * Messages that contain one of some words, in whatever case, are not wanted; the name of the rule is the word.
     *
     * @throws IllegalArgumentException if a word is empty
     */
    static WordFilter words(String... unwanted) {
        Map<String, Pattern> rules = new LinkedHashMap<>();
        for (String word : unwanted) {
            if (word.isEmpty()) {
                throw new IllegalArgumentException(
                        "An empty word is in every message; give words of 1 or more characters");
            }
            rules.put(word, Pattern.compile(Pattern.quote(word), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE));
        }
        return patterns(rules);
    }

    /** Messages in whose text a pattern is found are not wanted; the keys are the names of the rules. */
    static WordFilter patterns(Map<String, Pattern> unwanted) {
        List<Map.Entry<String, Pattern>> rules = List.copyOf(new LinkedHashMap<>(unwanted).entrySet());
        return turn -> rules.stream()
                .filter(rule -> rule.getValue().matcher(turn.message().text()).find())
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** The first rule that one of several filters says. */
    static WordFilter anyOf(WordFilter... filters) {
        List<WordFilter> all = List.copyOf(Arrays.asList(filters));
        return turn -> {
            for (WordFilter filter : all) {
                Optional<String> rule = filter.match(turn);
                if (rule.isPresent()) {
                    return rule;
                }
            }
            return Optional.empty();
        };
    }
}
