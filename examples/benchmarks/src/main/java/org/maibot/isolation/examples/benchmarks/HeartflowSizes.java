package org.maibot.isolation.examples.benchmarks;

import java.time.Duration;

/**
 * How much a {@link HeartflowReport} measures.
 *
 * @param inMemory what is said in a round in memory
 * @param durable what is said in a round on a database
 * @param idleStreams how many chat streams are idle
 * @param untilThreadsEnd how long to wait at most for the threads of a heartflow to end that has nothing to do
 */
record HeartflowSizes(Size inMemory, Size durable, int idleStreams, Duration untilThreadsEnd) {
    static final HeartflowSizes FULL =
            new HeartflowSizes(new Size(1_000_000, 10_000), new Size(10_000, 1_000), 1_000_000, Duration.ofSeconds(15));

    /**
     * A round of messages.
     *
     * @param messages how many messages
     * @param streams in how many chat streams
     */
    record Size(int messages, int streams) {}
}
