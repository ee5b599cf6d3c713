package org.maibot.isolation.examples.replay;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.heartflow.HeartflowProcessor;

/** Plays a log to the processors, at its pace, up to its end or until it is told to stop. For one thread. */
final class Feed {
    private final LogReader lines;
    private final Roster roster;
    private final Speed speed;
    private final Stop stop;
    private final Tally tally;
    private final long began = System.nanoTime();
    private @Nullable Instant firstTime;

    Feed(LogReader lines, Roster roster, Speed speed, Stop stop, Tally tally) {
        this.lines = lines;
        this.roster = roster;
        this.speed = speed;
        this.stop = stop;
        this.tally = tally;
    }

    /** Plays it all; failures to read are wrapped in a {@link CompletionException}. */
    void play() {
        try {
            LogLine line = lines.next();
            while (line != null && !stop.isRequested()) {
                play(line);
                line = lines.next();
            }
        } catch (IOException e) {
            throw new CompletionException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            tally.fed();
        }
    }

    private void play(LogLine line) throws InterruptedException {
        Optional<HeartflowProcessor> processor = roster.processor(line.agent());
        if (processor.isEmpty()) {
            tally.notOurs();
        } else if (!line.isOfUser()) {
            tally.ofAgent();
        } else {
            await(line.message().time());
            hand(line, processor.get());
        }
    }

    private void await(Instant time) throws InterruptedException {
        if (firstTime == null) {
            firstTime = time;
        }
        Duration due = speed.played(Duration.between(firstTime, time));
        Duration early = due.minusNanos(System.nanoTime() - began);
        if (early.compareTo(Duration.ZERO) > 0) {
            stop.pause(early);
        }
    }

    private void hand(LogLine line, HeartflowProcessor processor) {
        if (!stop.isRequested()) {
            tally.sent();
            processor.process(FakePlatform.inbound(line)).whenComplete(tally::ended);
        }
    }
}
