package org.maibot.isolation.examples.quickstart;

import org.maibot.isolation.IsolationViolationException;

/**
 * Something that must be refused.
 *
 * @param name what is tried
 * @param action tries it
 */
record Attempt(String name, Runnable action) {

    /**
     * Tries it.
     *
     * @throws BrokenIsolationException if it is not refused
     */
    Refusal refusal() {
        try {
            action.run();
        } catch (IsolationViolationException e) {
            return new Refusal(name, e.reason(), String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            throw new BrokenIsolationException("Not refused, but failed in another way: " + name, e);
        }
        throw new BrokenIsolationException("Not refused: " + name);
    }
}
