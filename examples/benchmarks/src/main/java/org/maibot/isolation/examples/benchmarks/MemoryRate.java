package org.maibot.isolation.examples.benchmarks;

import java.time.Duration;
import java.util.List;
import org.maibot.isolation.heartflow.InboundMessage;
import org.maibot.isolation.heartflow.MessageStore;
import org.maibot.isolation.jdbc.Isolation;

/** How many messages a heartflow in memory handles, beside a queue by hand for each chat stream. */
final class MemoryRate {
    private static final int KEPT = 20;

    private final List<InboundMessage> messages;
    private final Talk talk;
    private final int places;

    /**
     * Prepares it.
     *
     * @param placesOfTenant how many messages of each tenant may wait
     */
    MemoryRate(HeartflowSizes.Size size, int placesOfTenant) {
        this.talk = Talk.ofFour("support", size.streams());
        this.messages = talk.messages(0, size.messages());
        this.places = placesOfTenant;
    }

    /** Measures for a time, a quarter of which does not count. */
    Pairs measure(Duration time) throws Exception {
        try (Isolation isolation = Isolation.open("jdbc:sqlite::memory:")) {
            return Rounds.measure(time, pairs -> pairs.add(this::byHand, () -> inHeartflow(isolation)));
        }
    }

    private Slice byHand() throws Exception {
        try (SerialStreams streams = new SerialStreams(
                MessageStore.inMemory(KEPT), places * talk.tenants().size())) {
            return Slice.of(messages.size(), () -> Rush.of(messages, streams::process, handled -> handled));
        }
    }

    private Slice inHeartflow(Isolation isolation) throws Exception {
        try (Bot bot = Bot.of(
                Bot.silent(isolation)
                        .store(MessageStore.inMemory(KEPT))
                        .maxWaitingPerTenant(places)
                        .maxWaiting(places * talk.tenants().size())
                        .build(),
                talk.tenants(),
                talk.agent())) {
            return Slice.of(messages.size(), () -> Rush.of(messages, bot::process, Bot::hasNothingToSay));
        }
    }
}
