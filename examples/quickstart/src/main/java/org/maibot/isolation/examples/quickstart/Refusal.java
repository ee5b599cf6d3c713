package org.maibot.isolation.examples.quickstart;

import org.maibot.isolation.ViolationReason;

/**
 * An attempt that the library refused. The components are the members of its JSON form.
 *
 * @param attempt what was tried
 * @param reason why it was refused, for programs
 * @param message what was refused, why, and what to do about it, for people
 */
record Refusal(String attempt, ViolationReason reason, String message) {}
