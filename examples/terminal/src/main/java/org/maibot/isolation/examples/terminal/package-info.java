/**
 * What the example programs have in common.
 *
 * <p>{@link org.maibot.isolation.examples.terminal.Program} runs a command on a {@link
 * org.maibot.isolation.examples.terminal.Terminal}, and reports {@code Failures}. A {@link
 * org.maibot.isolation.examples.terminal.ChatLogArgument} and a {@link
 * org.maibot.isolation.examples.terminal.DatabaseOption} are parts of its command line. What it prints is a {@link
 * org.maibot.isolation.examples.terminal.TextTable}, or text that {@link org.maibot.isolation.examples.terminal.Printable}
 * made fit to be printed.
 */
@NullMarked
package org.maibot.isolation.examples.terminal;

import org.jspecify.annotations.NullMarked;
