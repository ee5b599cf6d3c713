package org.maibot.isolation.heartflow;

import java.time.Duration;
import java.util.function.UnaryOperator;
import org.maibot.isolation.jdbc.Isolation;

/** A bot with a heartflow in memory, and time that passes when a test says so. */
final class OpenBot implements AutoCloseable {
    /** Time passes fast while a test waits for a thread. */
    private static final Duration AGES = Duration.ofDays(9_999);

    final RecordedEvents events = new RecordedEvents();
    final Sent sent = new Sent();
    final ManualTime time = new ManualTime();
    final MessageStore store = MessageStore.inMemory(1_000);
    final Isolation isolation;
    final Heartflow heartflow;

    private OpenBot(UnaryOperator<HeartflowBuilder> settings) {
        this.isolation = Isolation.builder()
                .jdbcUrl("jdbc:sqlite::memory:")
                .observer(events)
                .open();
        this.heartflow = settings.apply(Heartflow.on(isolation)
                        .replyGenerator(Bot.echo())
                        .sender(sent)
                        .store(store)
                        .turnTime(AGES)
                        .generatorTime(AGES)
                        .senderTime(AGES)
                        .time(time))
                .build();
    }

    static OpenBot with(UnaryOperator<HeartflowBuilder> settings) {
        return new OpenBot(settings);
    }

    static OpenBot standard() {
        return new OpenBot(settings -> settings);
    }

    HeartflowProcessor support(String tenant) {
        return heartflow.createHeartflowProcessor(tenant, "support");
    }

    @Override
    public void close() {
        heartflow.close();
        isolation.close();
    }
}
