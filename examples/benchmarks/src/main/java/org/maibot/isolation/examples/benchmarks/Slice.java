package org.maibot.isolation.examples.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * What a slice of work took, for each of the things that it did.
 *
 * @param micros the time, in microseconds
 * @param bytes how many bytes the thread allocated
 */
record Slice(double micros, double bytes) {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Work that is measured. */
    interface Work {
        void run() throws Exception;
    }

    /**
     * Measures work.
     *
     * @param count how many things it does
     */
    static Slice of(int count, Work work) throws Exception {
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        long start = System.nanoTime();
        work.run();
        long nanos = System.nanoTime() - start;
        long bytes = THREADS.getCurrentThreadAllocatedBytes() - allocated;
        return new Slice(nanos / 1e3 / count, (double) bytes / count);
    }
}
