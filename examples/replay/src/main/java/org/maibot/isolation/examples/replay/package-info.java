/**
 * A small bot, and a chat log that is played to it.
 *
 * <p>{@link org.maibot.isolation.examples.replay.Replay} is the command. It starts a {@code Bot}: a heartflow on a database, with
 * a {@code RuleBook} that generates replies, a {@code FakePlatform} that they are sent to, and a {@code Roster} of agents. A
 * {@code Session} has a {@code Feed} hand each line of a {@code ChatLog}, as the platform would give it, to the processor of its agent, and a {@code Tally} count what becomes of it. Meanwhile a {@code Watch} shows {@code Snapshots} on a {@code
 * Screen}; at the end the {@code Summary} is printed.
 */
@NullMarked
package org.maibot.isolation.examples.replay;

import org.jspecify.annotations.NullMarked;
