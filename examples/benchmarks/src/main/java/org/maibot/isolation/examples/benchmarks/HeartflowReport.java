package org.maibot.isolation.examples.benchmarks;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.maibot.isolation.heartflow.HeartflowBuilder;
import org.maibot.isolation.heartflow.MessageStore;
import org.maibot.isolation.jdbc.Isolation;

/**
 * Prints how much a heartflow does beside hand-written code, what a tenant feels of its neighbour, and what idle chat
 * streams take, as tables in Markdown. Takes the names of the parts to measure, all by default, and {@code --seconds} with the
 * seconds for each measurement, 30 by default.
 */
public final class HeartflowReport {
    private static final int SECONDS = 30;
    private static final int PLACES_OF_TENANT = 10_000;

    private final PrintStream out;
    private final HeartflowSizes sizes;
    private final Duration time;

    HeartflowReport(PrintStream out, HeartflowSizes sizes, Duration time) {
        this.out = out;
        this.sizes = sizes;
        this.time = time;
    }

    /** What is asked for on the command line. */
    record Options(Duration time, Set<HeartflowPart> parts) {
        /**
         * Reads them.
         *
         * @throws IllegalArgumentException if there is no part of a name, or the seconds are no number
         */
        static Options parse(String... arguments) {
            Duration time = Duration.ofSeconds(SECONDS);
            List<HeartflowPart> parts = new ArrayList<>();
            for (Iterator<String> rest = List.of(arguments).iterator(); rest.hasNext(); ) {
                String argument = rest.next();
                if (!argument.equals("--seconds")) {
                    parts.add(HeartflowPart.of(argument));
                } else if (rest.hasNext()) {
                    time = Duration.ofSeconds(Integer.parseInt(rest.next()));
                } else {
                    throw new IllegalArgumentException("--seconds is without a number; give one");
                }
            }
            return new Options(time, parts.isEmpty() ? EnumSet.allOf(HeartflowPart.class) : EnumSet.copyOf(parts));
        }
    }

    /** Measures what is asked for. */
    public static void main(String[] arguments) throws Exception {
        Options options = Options.parse(arguments);
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        HeartflowReport report = new HeartflowReport(out, HeartflowSizes.FULL, options.time());
        for (HeartflowPart part : options.parts()) {
            report.write(part);
        }
    }

    /** Measures a part. */
    void write(HeartflowPart part) throws Exception {
        switch (part) {
            case MEMORY -> writeMemory();
            case SQLITE -> writeDurable(Product.SQLITE);
            case POSTGRESQL -> writeDurable(Product.POSTGRESQL);
            case NEIGHBOUR -> writeNeighbour();
            case IDLE -> writeIdle();
        }
        print("");
    }

    private void writeMemory() throws Exception {
        HeartflowSizes.Size size = sizes.inMemory();
        printRates("in memory, rounds of %d messages in %d chat streams".formatted(size.messages(), size.streams()));
        printRate("%d messages of a tenant may wait".formatted(PLACES_OF_TENANT), measureMemory(PLACES_OF_TENANT));
        printRate("all messages may wait", measureMemory(size.messages()));
    }

    private Pairs measureMemory(int placesOfTenant) throws Exception {
        return new MemoryRate(sizes.inMemory(), placesOfTenant).measure(time);
    }

    private void writeDurable(Product product) throws Exception {
        HeartflowSizes.Size size = sizes.durable();
        printRates("%s, rounds of %d messages in %d chat streams".formatted(product, size.messages(), size.streams()));
        try (DurableRate rate = new DurableRate(product, size)) {
            Pairs pairs = rate.measure(time);
            printRate("%d messages a transaction".formatted(rate.perTransaction()), pairs);
        }
    }

    private void printRates(String what) {
        print(
                "| %s | messages/s | middle half | by hand, messages/s | middle half | ratio | middle half | pairs |",
                what);
        print("| --- | --- | --- | --- | --- | --- | --- | --- |");
    }

    private void printRate(String what, Pairs pairs) {
        print(
                "| %s | %s | %s | %.2f | %.2f–%.2f | %d |",
                what,
                rates(pairs, pair -> pair.isolated()),
                rates(pairs, pair -> pair.handWritten()),
                pairs.median(Pairs.Pair::ratio),
                pairs.quantile(0.25, Pairs.Pair::ratio),
                pairs.quantile(0.75, Pairs.Pair::ratio),
                pairs.size());
    }

    private static String rates(Pairs pairs, Function<Pairs.Pair, Slice> side) {
        ToDoubleFunction<Pairs.Pair> perSecond = pair -> 1e6 / side.apply(pair).micros();
        return format(
                "%.0f | %.0f–%.0f",
                pairs.median(perSecond), pairs.quantile(0.25, perSecond), pairs.quantile(0.75, perSecond));
    }

    private void writeNeighbour() throws Exception {
        print(
                "| quiet tenants, ms | p50 | p99 | max | beside the neighbour: p50 | p99 | max | ratio of p99 | messages |"
                        + " refused to the neighbour |");
        print("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        try (Isolation isolation = Isolation.open("jdbc:sqlite::memory:")) {
            printNeighbour("in memory", isolation, settings -> settings.store(MessageStore.inMemory(20)));
        }
        try (InboxDatabase database = InboxDatabase.open(Product.SQLITE)) {
            printNeighbour("SQLite", database.isolation(), UnaryOperator.identity());
        }
    }

    private void printNeighbour(String what, Isolation isolation, UnaryOperator<HeartflowBuilder> settings)
            throws InterruptedException {
        NoisyNeighbour.Measured measured = new NoisyNeighbour(isolation, settings).measure(time);
        print(
                "| %s | %s | %s | %.2f | %d | %.0f %% |",
                what,
                latencies(measured.alone()),
                latencies(measured.beside()),
                measured.beside().quantile(0.99) / measured.alone().quantile(0.99),
                measured.beside().size(),
                100 * measured.refused());
    }

    private static String latencies(Latencies latencies) {
        return format("%.1f | %.1f | %.1f", latencies.quantile(0.5), latencies.quantile(0.99), latencies.max());
    }

    private void writeIdle() throws Exception {
        print("| idle chat streams | heap for each, bytes | threads of the process |");
        print("| --- | --- | --- |");
        IdleStreams.Measured measured = IdleStreams.measure(sizes.idleStreams(), sizes.untilThreadsEnd());
        print("| %d | %.0f | %d |", measured.streams(), measured.bytesOfStream(), measured.threads());
    }

    private void print(String line, Object... values) {
        out.println(values.length == 0 ? line : format(line, values));
    }

    private static String format(String line, Object... values) {
        return String.format(Locale.ROOT, line, values);
    }
}
