package org.maibot.isolation.examples.replay;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.maibot.isolation.heartflow.ReplyRequest;

/**
 * What the bot says to messages of a kind.
 *
 * @param kind is found in such a message
 * @param answer makes the answer
 */
record Rule(Pattern kind, Answer answer) {

    /** Makes an answer. */
    interface Answer {
        /** The answer to a message in which the pattern was found. */
        String to(ReplyRequest request, Matcher found);
    }

    /** A rule of which the case of letters does not matter. */
    static Rule of(String regex, Answer answer) {
        return new Rule(Pattern.compile(regex, Pattern.CASE_INSENSITIVE), answer);
    }

    /** A rule with the same answer for all such messages. */
    static Rule of(String regex, String answer) {
        return of(regex, (request, found) -> answer);
    }

    /** The answer to a message, if it is such a one. */
    Optional<String> answerTo(ReplyRequest request) {
        Matcher matcher = kind.matcher(request.message().text());
        return matcher.find() ? Optional.of(answer.to(request, matcher)) : Optional.empty();
    }
}
