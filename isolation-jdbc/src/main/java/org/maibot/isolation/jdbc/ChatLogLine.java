package org.maibot.isolation.jdbc;

import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.query.Message;

/**
 * A good line of a chat log.
 *
 * @param number its number in the log, from 1; bad and blank lines count
 * @param context the chat stream that it names, as {@link IsolationContext#of(String, String, String, String)}; no runtime
 *     was asked whether it has this tenant
 * @param message the message
 */
public record ChatLogLine(long number, IsolationContext context, Message message) {}
