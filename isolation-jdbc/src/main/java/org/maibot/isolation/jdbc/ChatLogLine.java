package org.maibot.isolation.jdbc;

import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.query.Message;

/**
 * A good line of a chat log.
 *
 * @param number its number, from 1
 * @param context the chat stream
 * @param message the message
 */
record ChatLogLine(long number, IsolationContext context, Message message) {}
