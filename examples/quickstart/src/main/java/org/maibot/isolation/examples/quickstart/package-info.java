/**
 * The main job, as a program: import a chat log, and show what each scope sees.
 *
 * <p>{@link org.maibot.isolation.examples.quickstart.Quickstart} is the command. It opens a database, has a
 * {@code LogImport} read a {@code ChatLog}, and makes {@code Findings}: an {@code Overview} of all scopes, a
 * {@code Question} asked in one scope in two ways, and {@code LeavingAttempts} that were refused. They are printed as a
 * {@code TextReport} or a {@code JsonReport}.
 */
@NullMarked
package org.maibot.isolation.examples.quickstart;

import org.jspecify.annotations.NullMarked;
