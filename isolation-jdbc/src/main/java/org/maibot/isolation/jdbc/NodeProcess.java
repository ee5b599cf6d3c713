package org.maibot.isolation.jdbc;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;

/**
 * An operating system's process, as the database knows it.
 *
 * @param host the name of the machine or container that it runs in
 * @param pid its number there
 * @param startedAt when it started, in microseconds; 0 if the system does not say
 */
record NodeProcess(String host, long pid, long startedAt) {
    /** Two processes may read the time of one start a little differently, as the system's clock is set. */
    private static final long SAME_START = Duration.ofSeconds(10).toNanos() / 1_000;

    /** This one. */
    static NodeProcess current() {
        ProcessHandle self = ProcessHandle.current();
        return new NodeProcess(hostName(), self.pid(), startOf(self));
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    private static long startOf(ProcessHandle process) {
        return Micros.of(process.info().startInstant().orElse(Instant.EPOCH));
    }

    /** Whether another process is certainly gone: one of another machine never is. */
    boolean knowsDead(NodeProcess other) {
        if (!host.equals(other.host)) {
            return false;
        }
        if (pid == other.pid) {
            return startedAt != other.startedAt;
        }
        return ProcessHandle.of(other.pid)
                .filter(process -> process.isAlive() && mayBeSame(startOf(process), other.startedAt))
                .isEmpty();
    }

    private static boolean mayBeSame(long start, long otherStart) {
        return start == 0 || otherStart == 0 || Math.abs(start - otherStart) < SAME_START;
    }
}
