package org.maibot.isolation.heartflow;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is wrong with the inbox at the moment. Safe for use by several threads. */
final class InboxTrouble {
    private static final Logger LOG = LoggerFactory.getLogger(InboxTrouble.class);

    private volatile @Nullable String problem;

    /** Something cannot be done, and is tried again. */
    void failed(String what, RuntimeException cause) {
        is(what, cause);
        LOG.warn("the heartflow's inbox failed; it is tried again", cause);
    }

    void is(String what, RuntimeException cause) {
        problem = what + cause;
    }

    void over() {
        problem = null;
    }

    Optional<String> problem() {
        return Optional.ofNullable(problem);
    }
}
