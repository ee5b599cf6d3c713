package org.maibot.isolation.heartflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.IsolationViolationException;
import org.maibot.isolation.ViolationReason;
import org.maibot.isolation.heartflow.Outcome.Failed;
import org.maibot.isolation.heartflow.Outcome.Refused;
import org.maibot.isolation.heartflow.Outcome.Replied;
import org.maibot.isolation.query.Usage;

/** What is reserved for a reply is committed or released, once, whatever happens. */
class QuotaTest {
    private static final IsolationContext STREAM = IsolationContext.of("acme", "support", "qq", "g1");

    private static Outcome outcome(OpenBot bot, InboundMessage message) {
        return Outcomes.of(bot.support("acme").process(message));
    }

    private static InboundMessage hello() {
        return Bot.message("acme", "g1", "m1").build();
    }

    private static InboundMessage message(String tenant, String group, String id) {
        return Bot.message(tenant, group, id).build();
    }

    /** A gate with room for so many. */
    private static final class Gate implements QuotaGate {
        private final AtomicInteger left;
        private final AtomicInteger committed = new AtomicInteger();
        private final AtomicInteger released = new AtomicInteger();

        Gate(int left) {
            this.left = new AtomicInteger(left);
        }

        @Override
        public Reservation reserve(Turn turn) {
            if (left.getAndDecrement() <= 0) {
                throw new IsolationViolationException(
                        ViolationReason.QUOTA_EXCEEDED, "No requests are left today", "Wait until tomorrow");
            }
            return new Reservation() {
                @Override
                public void commit(List<Usage> usages) {
                    committed.addAndGet(usages.size());
                }

                @Override
                public void release() {
                    released.incrementAndGet();
                }
            };
        }
    }

    @Test
    void quotaIsReservedAndThenCommittedOrReleased() throws Exception {
        Gate gate = new Gate(2);
        Usage usage = new Usage("model", Bot.NOON, 10, 5);
        try (OpenBot bot = OpenBot.with(settings -> settings.quotaGate(gate).replyGenerator(request -> {
            if (request.message().messageId().equals("m2")) {
                throw new IOException("no model");
            }
            return CompletableFuture.completedFuture(Reply.of("hi").using(usage));
        }))) {
            assertThat(outcome(bot, hello())).isInstanceOf(Replied.class);
            assertThat(outcome(bot, Bot.message("acme", "g1", "m2").build())).isInstanceOf(Failed.class);
            assertThat(((Refused) outcome(bot, Bot.message("acme", "g1", "m3").build())).reason())
                    .isEqualTo(ViolationReason.QUOTA_EXCEEDED);

            assertThat(gate.committed).hasValue(1);
            assertThat(gate.released).hasValue(1);
            assertThat(bot.store.recent(STREAM, 10)).hasSize(4);
        }
    }

    /** Counts what becomes of reservations. */
    private static final class Counter implements QuotaGate {
        private final AtomicInteger reserved = new AtomicInteger();
        private final AtomicInteger ended = new AtomicInteger();
        private final CountDownLatch reserving = new CountDownLatch(1);
        private final CountDownLatch mayReserve;
        private final boolean commitFails;

        Counter(int permits, boolean commitFails) {
            this.mayReserve = new CountDownLatch(permits);
            this.commitFails = commitFails;
        }

        @Override
        public Reservation reserve(Turn turn) {
            reserving.countDown();
            while (mayReserve.getCount() > 0) {
                Thread.onSpinWait();
            }
            reserved.incrementAndGet();
            return new Reservation() {
                @Override
                public void commit(List<Usage> usages) {
                    ended.incrementAndGet();
                    if (commitFails) {
                        throw new IllegalStateException("the answer of the database was lost");
                    }
                }

                @Override
                public void release() {
                    ended.incrementAndGet();
                }
            };
        }
    }

    @Test
    void aReservationWhoseCommitFailsIsNotReleasedToo() {
        Counter gate = new Counter(0, true);
        try (OpenBot bot = OpenBot.with(settings -> settings.quotaGate(gate))) {
            Outcomes.of(bot.support("acme").process(message("acme", "g", "m1")));
            assertThat(gate.ended).hasValue(1);
        }
    }

    @Test
    void aReservationIsReleasedWhenAHookAfterItFails() {
        Counter gate = new Counter(0, false);
        try (OpenBot bot = OpenBot.with(settings -> settings.quotaGate(gate).hook(new StepHook() {
            @Override
            public void after(Step step, Turn turn, Optional<Throwable> failure) {
                if (step == Step.QUOTA) {
                    throw new IllegalStateException("bug");
                }
            }
        }))) {
            Outcomes.of(bot.support("acme").process(message("acme", "g", "m1")));
            assertThat(gate.reserved).hasValue(1);
            assertThat(gate.ended).hasValue(1);
        }
    }

    @Test
    void aReservationIsReleasedWhenTheMessageIsCancelledMeanwhile() throws Exception {
        Counter gate = new Counter(1, false);
        try (OpenBot bot = OpenBot.with(settings -> settings.quotaGate(gate))) {
            Submission submission = bot.support("acme").submit(message("acme", "g", "m1"));
            gate.reserving.await();
            submission.cancel();
            gate.mayReserve.countDown();
            Awaiting.until(() -> bot.heartflow.stats().underWay() == 0);
            assertThat(gate.reserved).hasValue(1);
            assertThat(gate.ended).hasValue(1);
        }
    }
}
