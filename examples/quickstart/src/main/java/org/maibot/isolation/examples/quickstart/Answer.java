package org.maibot.isolation.examples.quickstart;

/**
 * Who wrote a message, and what.
 *
 * @param userId the writer
 * @param text the text
 */
record Answer(String userId, String text) {}
