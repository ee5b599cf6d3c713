/** What isolation costs, next to hand-written code that does the same on the same database in the same run. */
@NullMarked
package org.maibot.isolation.examples.benchmarks;

import org.jspecify.annotations.NullMarked;
