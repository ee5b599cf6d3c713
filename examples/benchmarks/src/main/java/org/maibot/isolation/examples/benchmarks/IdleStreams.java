package org.maibot.isolation.examples.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What idle chat streams take in a process that has done nothing else. */
final class IdleStreams {
    private IdleStreams() {}

    /**
     * What a process tells.
     *
     * @param streams how many chat streams are idle
     * @param bytesOfStream how many bytes of the heap each takes
     * @param threads how many threads the process has
     */
    record Measured(int streams, double bytesOfStream, int threads) {}

    /** Starts a process with a heap of 2 GiB, and waits for what it tells. */
    static Measured measure(int streams, Duration untilThreadsEnd) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx2g",
                        "-cp",
                        System.getProperty("java.class.path"),
                        IdleProcess.class.getName(),
                        Integer.toString(streams),
                        Long.toString(untilThreadsEnd.toMillis())))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> told;
        try (BufferedReader out = process.inputReader()) {
            told = out.lines().toList();
        }
        if (process.waitFor() != 0 || told.size() != 1) {
            throw new IOException("the process with idle chat streams failed");
        }
        String[] numbers = told.get(0).split(" ", -1);
        return new Measured(Integer.parseInt(numbers[0]), Double.parseDouble(numbers[1]), Integer.parseInt(numbers[2]));
    }
}
