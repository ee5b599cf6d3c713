package org.maibot.isolation.examples.replay;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.heartflow.HeartflowProcessor;
import org.maibot.isolation.jdbc.ChatLogLine;
import org.maibot.isolation.jdbc.ChatLogReader;
import org.maibot.isolation.query.Message;

/** Plays a log to the processors, at its pace, up to its end or until it is told to stop. For one thread. */
final class Feed {
    private final ChatLogReader lines;
    private final Roster roster;
    private final Speed speed;
    private final Stop stop;
    private final Tally tally;
    private final long began = System.nanoTime();
    private @Nullable Instant firstTime;

    Feed(ChatLogReader lines, Roster roster, Speed speed, Stop stop, Tally tally) {
        this.lines = lines;
        this.roster = roster;
        this.speed = speed;
        this.stop = stop;
        this.tally = tally;
    }

    /** Plays it all; failures to read are wrapped in a {@link CompletionException}. */
    void play() {
        try {
            Optional<ChatLogLine> line = lines.next();
            while (line.isPresent() && !stop.isRequested()) {
                play(line.get());
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

    private void play(ChatLogLine line) throws InterruptedException {
        Optional<HeartflowProcessor> processor = roster.processor(agent(line));
        if (processor.isEmpty()) {
            tally.notOurs();
        } else if (line.message().role() == Message.Role.AGENT) {
            tally.ofAgent();
        } else {
            await(line.message().time());
            hand(line, processor.get());
        }
    }

    private static IsolationContext agent(ChatLogLine line) {
        IsolationContext stream = line.context();
        return IsolationContext.of(stream.tenantId(), stream.agentId().orElseThrow());
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

    private void hand(ChatLogLine line, HeartflowProcessor processor) {
        if (!stop.isRequested()) {
            tally.sent();
            processor.process(FakePlatform.inbound(line)).whenComplete(tally::ended);
        }
    }
}
