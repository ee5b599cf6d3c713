package org.maibot.isolation.examples.benchmarks;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.maibot.isolation.IsolationContext;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Each operation through each door, in a JVM of its own: for absolute times, and with {@code -prof gc} for the bytes
 * allocated. Ratios of JVMs that ran at different times are noise on most machines; {@link RatioReport} has better ones.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public abstract class DoorBenchmark {
    /** What is done. */
    @Param
    public Operation operation;

    private static final int SLICE = 20;

    private ChatDatabase database;
    private Door door;
    private long done;

    /** Fills a database. */
    final void open(Product product, DoorKind kind) throws Exception {
        database = ChatDatabase.open(product, ChatData.FULL);
        door = kind.open(database);
    }

    /** Removes what the iteration's inserts have left. */
    @TearDown(Level.Iteration)
    public final void vacuum() throws Exception {
        database.vacuum();
    }

    /** Removes the database. */
    @TearDown
    public final void close() throws Exception {
        database.close();
    }

    /** The operation, in a slice. */
    @Benchmark
    @OperationsPerInvocation(SLICE)
    public int slice() throws Exception {
        List<IsolationContext> chats = database.chats();
        IsolationContext chat = chats.get(ThreadLocalRandom.current().nextInt(chats.size()));
        done += SLICE;
        return operation.slice(door, chat, done, SLICE);
    }
}
