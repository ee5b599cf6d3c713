package org.maibot.isolation.examples.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.maibot.isolation.ViolationReason;
import org.maibot.isolation.heartflow.Outcome;
import org.maibot.isolation.heartflow.Outcome.IgnoreReason;
import org.maibot.isolation.heartflow.Step;

class TallyTest {
    private static final Outcome REPLIED = new Outcome.Replied(List.of());

    private final Tally tally = new Tally();

    static Stream<Outcome> bad() {
        return Stream.of(
                new Outcome.Failed(Step.GENERATE, new IllegalStateException("no model")),
                new Outcome.Refused(ViolationReason.OVERLOADED, "The queue is full."),
                new Outcome.Refused(ViolationReason.CLOSED, "It is closed."),
                new Outcome.Postponed("another process has the chat stream"));
    }

    private void note(Outcome outcome) {
        tally.sent();
        tally.ended(outcome, null);
    }

    @Test
    void repliedAndIgnoredIsAsItIsToBe() {
        note(REPLIED);
        note(new Outcome.Ignored(IgnoreReason.NOTHING_TO_SAY, "nothing to say"));
        note(new Outcome.Ignored(IgnoreReason.DUPLICATE, "known"));
        tally.notOurs();
        tally.ofAgent();
        assertThat(tally.totals()).isEqualTo(new Totals(0, 1, 1, 3, 1, 1, 1, 0, 0, 0));
        assertThat(tally.totals().isComplete()).isTrue();
        assertThat(tally.complaints()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("bad")
    void anyOtherOutcomeIsNot(Outcome outcome) {
        note(REPLIED);
        note(outcome);
        assertThat(tally.totals().isComplete()).isFalse();
    }

    @Test
    void aBadLineIsNot() {
        tally.bad();
        assertThat(tally.totals().isComplete()).isFalse();
    }

    @Test
    void whatWentWrongIsTold() {
        bad().forEach(this::note);
        bad().forEach(this::note);
        assertThat(tally.complaints().keySet())
                .containsExactly(
                        "failed in the step GENERATE: java.lang.IllegalStateException: no model",
                        "refused: The queue is full.");
        assertThat(tally.complaints().values())
                .allSatisfy(times -> assertThat(times.sum()).isEqualTo(2));
    }

    @Test
    void allHaveEndedWhenTheLogAndEveryMessageHave() {
        tally.sent();
        tally.fed();
        assertThat(tally.allEnded()).isNotDone();
        tally.ended(REPLIED, null);
        assertThat(tally.allEnded()).isDone();
    }
}
