package org.maibot.isolation.examples.benchmarks;

import org.maibot.isolation.IsolationContext;

/** A way to the messages of a database. For one thread at a time. */
interface Door {
    /** What work on a chat stream does. */
    enum Mode {
        /** It reads. */
        READ,
        /** It inserts message by message. */
        WRITE,
        /** It inserts batch by batch. */
        BATCH
    }

    /** Work on a chat stream. */
    interface Work<T> {
        T on(Chat chat) throws Exception;
    }

    /**
     * Works on a chat stream. A door that keeps its connection keeps it until the work is done. What is written is in one
     * transaction and is rolled back at the end: no insert waits for the disk, and tables do not grow.
     */
    <T> T in(IsolationContext context, Mode mode, Work<T> work) throws Exception;
}
