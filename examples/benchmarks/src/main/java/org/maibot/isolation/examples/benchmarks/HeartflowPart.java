package org.maibot.isolation.examples.benchmarks;

import java.util.Locale;

/** A part of a {@link HeartflowReport}. */
enum HeartflowPart {
    MEMORY,
    SQLITE,
    POSTGRESQL,
    NEIGHBOUR,
    IDLE;

    /**
     * The part of a name on the command line.
     *
     * @throws IllegalArgumentException if there is none
     */
    static HeartflowPart of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
