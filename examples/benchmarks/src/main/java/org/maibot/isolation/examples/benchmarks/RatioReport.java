package org.maibot.isolation.examples.benchmarks;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/**
 * Prints what isolation costs beside hand-written code, as tables in Markdown: of each door and operation, the median of
 * the ratios of neighbouring slices. Takes the seconds for each operation as an argument, 12 by default.
 */
public final class RatioReport {
    private static final int SECONDS = 12;

    private final PrintStream out;
    private final ChatData data;
    private final Duration time;

    RatioReport(PrintStream out, ChatData data, Duration time) {
        this.out = out;
        this.data = data;
        this.time = time;
    }

    /** Measures everything. */
    public static void main(String[] arguments) throws Exception {
        int seconds = arguments.length == 0 ? SECONDS : Integer.parseInt(arguments[0]);
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        RatioReport report = new RatioReport(out, ChatData.FULL, Duration.ofSeconds(seconds));
        for (Product product : Product.values()) {
            report.write(product);
        }
    }

    /** Measures one database. */
    void write(Product product) throws Exception {
        try (ChatDatabase database = ChatDatabase.open(product, data)) {
            print("### %s%n", product);
            FirstSight firstSight = new FirstSight(database);
            Pairs cold = firstSight.measure(Duration.ZERO);
            writeOperations(new Comparison(database));
            writeFirstSight(firstSight, cold);
        }
    }

    private void writeFirstSight(FirstSight firstSight, Pairs cold) throws Exception {
        print("| first sight of a statement | added, µs | by hand, µs | added bytes |");
        print("| --- | --- | --- | --- |");
        printFirstSight("the first", cold);
        firstSight.measure(time.dividedBy(2));
        printFirstSight("after a warm-up,", firstSight.measure(time.dividedBy(2)));
        print("");
    }

    private void printFirstSight(String what, Pairs pairs) {
        print(
                "| %s %d texts | %.1f | %.1f | %.0f |",
                what,
                pairs.size() * FirstSight.SLICE,
                pairs.mean(Pairs.Pair::addedMicros),
                pairs.mean(pair -> pair.handWritten().micros()),
                pairs.mean(Pairs.Pair::addedBytes));
    }

    private void writeOperations(Comparison comparison) throws Exception {
        comparison.warmUp(time.dividedBy(2));
        print("| operation | door | against | ratio | middle half | µs | added µs | bytes | added bytes | pairs |");
        print("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        for (Operation operation : Operation.values()) {
            for (Comparison.Measured measured : comparison.measure(operation, time)) {
                printRow(operation, measured);
            }
        }
        print("");
    }

    private void printRow(Operation operation, Comparison.Measured measured) {
        Pairs pairs = measured.pairs();
        print(
                "| %s | %s | %s | %.2f | %.2f–%.2f | %.1f | %.1f | %.0f | %.0f | %d |",
                operation,
                measured.door(),
                measured.baseline(),
                pairs.median(Pairs.Pair::ratio),
                pairs.quantile(0.25, Pairs.Pair::ratio),
                pairs.quantile(0.75, Pairs.Pair::ratio),
                pairs.median(pair -> pair.isolated().micros()),
                pairs.median(Pairs.Pair::addedMicros),
                pairs.median(pair -> pair.isolated().bytes()),
                pairs.median(Pairs.Pair::addedBytes),
                pairs.size());
    }

    private void print(String line, Object... values) {
        out.println(String.format(Locale.ROOT, line, values));
    }
}
