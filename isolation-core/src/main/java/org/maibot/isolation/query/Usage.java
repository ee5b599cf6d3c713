package org.maibot.isolation.query;

import java.time.Instant;

/**
 * One request to a language model.
 *
 * @param model the model's name, 1 to 128 characters
 * @param time when the request was made
 * @param promptTokens tokens sent, up to 10<sup>12</sup>
 * @param completionTokens tokens received, up to 10<sup>12</sup>
 */
public record Usage(String model, Instant time, long promptTokens, long completionTokens) {
    /** Checks the parts. */
    public Usage {
        Values.requireId(model, "model");
        Values.requireStorable(time, "time");
        Values.requireTokens(promptTokens, "promptTokens");
        Values.requireTokens(completionTokens, "completionTokens");
    }
}
