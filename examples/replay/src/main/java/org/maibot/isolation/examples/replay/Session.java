package org.maibot.isolation.examples.replay;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.maibot.isolation.examples.terminal.ChatLog;
import org.maibot.isolation.examples.terminal.Terminal;
import org.maibot.isolation.heartflow.DrainReport;
import org.maibot.isolation.jdbc.ChatLogReader;

/**
 * A log that is played to a bot, from the first line to the last outcome, or until the program is told to stop.
 *
 * @param bot the bot; closed when it has ended
 * @param speed how fast
 * @param drain how long to wait for what is under way, when the program is told to stop
 * @param stop whether the program was told to stop
 */
record Session(Bot bot, Speed speed, Duration drain, Stop stop) {

    /**
     * How it ended.
     *
     * @param tally what became of the lines and the messages
     * @param last the last snapshot
     * @param left what the bot left
     * @param stopped whether it was told to stop
     */
    record Ending(Tally tally, Snapshot last, DrainReport left, boolean stopped) {

        /** How many messages that an earlier start had left were handled. */
        long handledEarlier() {
            return Math.max(0, last.total().ended() - tally.totals().ended());
        }

        /** Whether every line was good, and every message was handled, those of an earlier start too. */
        boolean isComplete() {
            return tally.totals().isComplete() && last.total().failed() == 0 && left.isComplete();
        }
    }

    /** Plays the log. */
    Ending run(ChatLog log, Terminal terminal, Screen screen) throws IOException {
        Tally tally = new Tally();
        Snapshots snapshots = new Snapshots(bot.roster(), bot.activity(), System::nanoTime);
        try (Watch watch = new Watch(terminal, screen, tally)) {
            watch.begin(snapshots);
            CompletableFuture<Void> feeding = feed(ChatLogReader.lenient(log.in(), watch::rejected), tally);
            CompletableFuture.anyOf(tally.allEnded(), stop.requested()).join();
            boolean stopped = stop.isRequested();
            DrainReport left = bot.heartflow().close(drain);
            await(feeding);
            return new Ending(tally, snapshots.whole(), left, stopped);
        }
    }

    /** On a thread of its own: with a full queue it waits, and closing the bot ends that. */
    private CompletableFuture<Void> feed(ChatLogReader lines, Tally tally) {
        Feed feed = new Feed(lines, bot.roster(), speed, stop, tally);
        return CompletableFuture.runAsync(feed::play, task -> new Thread(task, "replay-feed").start());
    }

    private static void await(CompletableFuture<Void> feeding) throws IOException {
        try {
            feeding.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }
}
