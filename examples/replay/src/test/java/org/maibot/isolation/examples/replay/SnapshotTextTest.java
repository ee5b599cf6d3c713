package org.maibot.isolation.examples.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.examples.replay.Activity.StreamActivity;
import org.maibot.isolation.examples.replay.Snapshot.ScopeWork;
import org.maibot.isolation.examples.replay.Snapshot.Work;
import org.maibot.isolation.examples.terminal.Printable;

class SnapshotTextTest {
    private static final Snapshot SNAPSHOT = new Snapshot(
            Duration.ofMillis(12_345),
            1_234.56,
            Duration.ofMillis(201),
            Duration.ofMillis(1_040),
            new Work(7, 1_630, 1_020, 290, 1, 314, 5),
            List.of(
                    new ScopeWork(IsolationContext.of("acme"), new Work(5, 1_500, 1_000, 200, 1, 295, 4)),
                    new ScopeWork(IsolationContext.of("acme", "sales"), new Work(2, 500, 400, 90, 0, 9, 1)),
                    new ScopeWork(IsolationContext.of("acme", "support"), new Work(3, 1_000, 600, 110, 1, 286, 3)),
                    new ScopeWork(IsolationContext.of("猫猫咖啡"), new Work(2, 130, 20, 90, 0, 19, 1)),
                    new ScopeWork(IsolationContext.of("猫猫咖啡", "a\u200bb"), new Work(2, 130, 20, 90, 0, 19, 1))),
            List.of(
                    new StreamActivity(IsolationContext.of("acme", "support", "qq", "1001"), 412, 1),
                    new StreamActivity(IsolationContext.of("猫猫咖啡", "support", "discord", "x".repeat(99)), 7, 0)));

    private final SnapshotText text = new SnapshotText(new Printable(UTF_8));

    @Test
    void aTableHasTenantsAgentsAndTheBusiestChatStreams() {
        assertThat(text.table(SNAPSHOT, 10))
                .containsExactly(
                        "12.3 s: 1,234.6 messages/s, latency p50 201 ms, p99 1,040 ms",
                        "",
                        "tenant, agent  streams  received  replied  ignored  failed  waiting  under way",
                        "acme                 5     1,500    1,000      200       1      295          4",
                        "  sales              2       500      400       90       0        9          1",
                        "  support            3     1,000      600      110       1      286          3",
                        "猫猫咖啡             2       130       20       90       0       19          1",
                        "  a\\u{200B}b         2       130       20       90       0       19          1",
                        "all                  7     1,630    1,020      290       1      314          5",
                        "",
                        "busiest chat streams                         messages  under way",
                        "acme / support / qq / 1001                        412          1",
                        "猫猫咖啡 / support / discord / xxxx...xxxxx         7          0");
    }

    @Test
    void aTableSaysWhatItHides() {
        assertThat(text.table(SNAPSHOT, 2))
                .containsSequence(
                        "acme                    5     1,500    1,000      200       1      295          4",
                        "  sales                 2       500      400       90       0        9          1",
                        "all, with 3 more        7     1,630    1,020      290       1      314          5");
    }

    @Test
    void aLineHasTheSums() {
        assertThat(text.line(SNAPSHOT))
                .isEqualTo("12.3 s: received 1,630, replied 1,020, ignored 290, failed 1, waiting 314, under way 5;"
                        + " 1,234.6 messages/s, latency p50 201 ms, p99 1,040 ms");
    }

    @Test
    void onATerminalATableIsDrawnOverTheLastOne() {
        StringWriter out = new StringWriter();
        LiveScreen screen = new LiveScreen(new PrintWriter(out), text);
        String table = "\u001b[?7l"
                + String.join(System.lineSeparator(), text.table(SNAPSHOT, 10))
                + System.lineSeparator()
                + "\u001b[?7h";
        screen.show(SNAPSHOT);
        screen.show(SNAPSHOT);
        screen.clear();
        screen.clear();
        assertThat(out).hasToString(table + "\u001b[13A\u001b[J" + table + "\u001b[13A\u001b[J");
    }

    @Test
    void onATerminalATableFitsOn24Lines() {
        StringWriter out = new StringWriter();
        List<ScopeWork> many = IntStream.range(0, 100)
                .mapToObj(i -> new ScopeWork(IsolationContext.of("t" + i), Work.NONE))
                .toList();
        List<StreamActivity> five = Collections.nCopies(5, SNAPSHOT.busiest().get(0));
        new LiveScreen(new PrintWriter(out), text)
                .show(new Snapshot(Duration.ZERO, 0, Duration.ZERO, Duration.ZERO, SNAPSHOT.total(), many, five));
        assertThat(out.toString().lines()).hasSizeLessThan(24);
    }
}
