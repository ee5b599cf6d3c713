package org.maibot.isolation.examples.benchmarks;

import java.util.List;
import java.util.stream.LongStream;
import org.maibot.isolation.IsolationContext;

/** What is done through each door. */
public enum Operation {
    /** A message by its id. */
    POINT_READ("one message by its id", Door.Mode.READ, 50),
    /** The same, with a checkout of the connection for each. */
    POINT_READ_ALONE("one message by its id, a checkout each", Door.Mode.READ, 50),
    /** The latest ten of a stream. */
    LATEST_TEN("latest ten messages", Door.Mode.READ, 50),
    /** How much agents and users wrote. */
    SHARES("join with grouping", Door.Mode.READ, 50),
    /** A message is inserted. */
    INSERT("insert of one", Door.Mode.WRITE, 50),
    /** A hundred messages are inserted. */
    BATCH_INSERT("batch insert of 100", Door.Mode.BATCH, 5);

    private static final int BATCH = 100;
    private static final long LATER_MICROS = 2_000_000_000_000_000L;

    private final String label;
    private final Door.Mode mode;
    private final int perSlice;

    Operation(String label, Door.Mode mode, int perSlice) {
        this.label = label;
        this.mode = mode;
        this.perSlice = perSlice;
    }

    boolean writes() {
        return mode != Door.Mode.READ;
    }

    /** How often this is done before another door's turn. */
    int perSlice() {
        return perSlice;
    }

    /**
     * Does this several times in a chat stream, in one checkout of the connection if nothing else is said.
     *
     * @param first the number of the first time; what is inserted is new if the numbers are
     * @return how many rows there were
     */
    int slice(Door door, IsolationContext context, long first, int count) throws Exception {
        int together = this == POINT_READ_ALONE ? 1 : count;
        int rows = 0;
        for (long next = first; next < first + count; next += together) {
            long start = next;
            rows += door.in(context, mode, chat -> steps(chat, start, together));
        }
        return rows;
    }

    private int steps(Chat chat, long first, int count) throws Exception {
        int rows = 0;
        for (long step = first; step < first + count; step++) {
            rows += step(chat, step);
        }
        return rows;
    }

    private int step(Chat chat, long step) throws Exception {
        return switch (this) {
            case POINT_READ, POINT_READ_ALONE -> chat.find("m-" + step % 10).size();
            case LATEST_TEN -> chat.latestTen().size();
            case SHARES -> chat.shares().size();
            case INSERT -> {
                chat.append(fresh(step));
                yield 1;
            }
            case BATCH_INSERT -> {
                chat.appendAll(batch(step));
                yield BATCH;
            }
        };
    }

    private static List<Line> batch(long step) {
        return LongStream.range(step * BATCH, (step + 1) * BATCH)
                .mapToObj(Operation::fresh)
                .toList();
    }

    /** A message that is not there. */
    private static Line fresh(long number) {
        return Line.of(1_000_000 + number, LATER_MICROS + number);
    }

    @Override
    public String toString() {
        return label;
    }
}
