package org.maibot.isolation.heartflow;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is wrong with the inbox at the moment: the last failure, or that something is not stored yet. Safe for use by several threads. */
final class InboxTrouble {
    private static final Logger LOG = LoggerFactory.getLogger(InboxTrouble.class);

    private volatile @Nullable String problem;
    private volatile @Nullable String unwritten;

    /** Something cannot be done, until something can. */
    void failed(String what, Throwable cause) {
        if (problem == null) {
            LOG.warn("the heartflow's inbox fails", cause);
        }
        problem = what + cause;
    }

    void over() {
        problem = null;
    }

    /** What so many messages leave is not stored yet, whatever else can be done. */
    void unwritten(int count, @Nullable Throwable cause) {
        if (count == 0) {
            unwritten = null;
        } else if (cause != null) {
            unwritten = "What " + count + " messages leave cannot be stored, and is tried again: " + cause;
        }
    }

    Optional<String> problem() {
        String first = unwritten;
        return Optional.ofNullable(first == null ? problem : first);
    }
}
