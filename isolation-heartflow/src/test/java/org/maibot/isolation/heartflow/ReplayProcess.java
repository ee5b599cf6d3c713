package org.maibot.isolation.heartflow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.maibot.isolation.heartflow.Outcome.Ignored;
import org.maibot.isolation.heartflow.Outcome.Replied;
import org.maibot.isolation.jdbc.Isolation;
import org.maibot.isolation.query.Usage;

/** A bot that replays a log, in a process of its own that a test may kill. */
final class ReplayProcess {
    private ReplayProcess() {}

    /**
     * Replays a log until each message has its outcome and the input ends, and says {@code done}.
     *
     * @param arguments the URL of the database, how many lines a generated log has, how many workers there are, and which part of how many this process
     *     brings
     */
    public static void main(String[] arguments) throws Exception {
        int part = Integer.parseInt(arguments[3]);
        int parts = Integer.parseInt(arguments[4]);
        try (Isolation isolation = Isolation.open(arguments[0]);
                Heartflow heartflow = Heartflow.on(isolation)
                        .replyGenerator(ReplayProcess::echo)
                        .sender(Bot.nowhere())
                        .workers(Integer.parseInt(arguments[2]))
                        .overflow(Overflow.WAIT)
                        .leaseTime(Duration.ofSeconds(2))
                        .build()) {
            System.out.println("ready");
            ReplayLog log = ReplayLog.of(Integer.parseInt(arguments[1]));
            log.messages().forEach(message -> processor(heartflow, message));
            List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
            for (InboundMessage message : log.part(part, parts).messages()) {
                outcomes.add(processor(heartflow, message).process(message).toCompletableFuture());
            }
            for (CompletableFuture<Outcome> outcome : outcomes) {
                Outcome is = outcome.join();
                if (!(is instanceof Replied || is instanceof Ignored)) {
                    System.out.println("wrong " + is);
                }
            }
            while (System.in.read() >= 0) {
                // meanwhile it takes over what others leave
            }
            heartflow.close(Duration.ofMinutes(1));
            System.out.println("done");
        }
    }

    private static HeartflowProcessor processor(Heartflow heartflow, InboundMessage message) {
        return heartflow.createHeartflowProcessor(
                message.tenantId().orElseThrow(), message.agentId().orElseThrow());
    }

    /** Answers with what was said, for one token. */
    private static CompletableFuture<Reply> echo(ReplyRequest request) {
        return CompletableFuture.completedFuture(
                Reply.of("echo " + request.message().text())
                        .using(new Usage("echo", request.message().time(), 1, 0)));
    }
}
