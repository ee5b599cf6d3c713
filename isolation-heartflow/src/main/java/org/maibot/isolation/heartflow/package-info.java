/**
 * Messages in, replies out: each chat stream in order, many at once, no tenant in another's way.
 *
 * <p>A {@link org.maibot.isolation.heartflow.Heartflow} is opened once, with the host's {@link org.maibot.isolation.heartflow.ReplyGenerator} and
 * {@link org.maibot.isolation.heartflow.OutboundSender}. It gives a {@link org.maibot.isolation.heartflow.HeartflowProcessor} for each agent, to which the adapters
 * of platforms hand each {@link org.maibot.isolation.heartflow.InboundMessage}; what becomes of it is its {@link org.maibot.isolation.heartflow.Outcome}.
 *
 * <p>On its way a message takes the {@link org.maibot.isolation.heartflow.Step steps}, each of which is an interface with a sensible default that a host may
 * replace: a step refuses a message by throwing an {@link org.maibot.isolation.IsolationViolationException}, and fails it by throwing anything else; the chat stream goes on.
 */
@NullMarked
package org.maibot.isolation.heartflow;

import org.jspecify.annotations.NullMarked;
