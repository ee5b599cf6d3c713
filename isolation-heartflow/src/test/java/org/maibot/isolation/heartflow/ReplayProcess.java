package org.maibot.isolation.heartflow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.maibot.isolation.heartflow.Outcome.Ignored;
import org.maibot.isolation.heartflow.Outcome.Replied;
import org.maibot.isolation.jdbc.Isolation;

/** A bot that replays a log, in a process of its own that a test may kill. */
final class ReplayProcess {
    private ReplayProcess() {}

    /**
     * Replays a log, and says {@code done} when each message has its outcome.
     *
     * @param arguments the URL of the database, how many lines the log has, how many workers there are, and which part of how many this process brings
     */
    public static void main(String[] arguments) throws Exception {
        int part = Integer.parseInt(arguments[3]);
        int parts = Integer.parseInt(arguments[4]);
        try (Isolation isolation = Isolation.open(arguments[0]);
                Heartflow heartflow = Heartflow.on(isolation)
                        .replyGenerator(Bot.echo())
                        .sender(Bot.nowhere())
                        .workers(Integer.parseInt(arguments[2]))
                        .overflow(Overflow.WAIT)
                        .leaseTime(Duration.ofSeconds(2))
                        .build()) {
            System.out.println("ready");
            List<InboundMessage> log =
                    ReplayLog.of(Integer.parseInt(arguments[1])).messages();
            List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
            for (int i = 0; i < log.size(); i++) {
                HeartflowProcessor agent = heartflow.createHeartflowProcessor(
                        log.get(i).tenantId().orElseThrow(),
                        log.get(i).agentId().orElseThrow());
                if (i % parts == part) {
                    outcomes.add(agent.process(log.get(i)).toCompletableFuture());
                }
            }
            for (CompletableFuture<Outcome> outcome : outcomes) {
                Outcome is = outcome.join();
                if (!(is instanceof Replied || is instanceof Ignored)) {
                    System.out.println("wrong " + is);
                }
            }
            heartflow.close(Duration.ofMinutes(1));
            System.out.println("done");
        }
    }
}
