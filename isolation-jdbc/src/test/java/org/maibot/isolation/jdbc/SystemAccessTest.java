package org.maibot.isolation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maibot.isolation.jdbc.Samples.message;

import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.maibot.isolation.IsolationEvent;
import org.maibot.isolation.IsolationViolationException;
import org.maibot.isolation.ViolationReason;

/** The way across tenants takes a reason, and is reported with it. */
@Tag("everyDatabase")
class SystemAccessTest {
    @AutoClose
    private final TestRuntime runtime = new TestRuntime();

    @Test
    void seesEverythingAndIsReportedEachTime() {
        runtime.queries("acme", "bot", "qq", "g1").messages().append(message("1"));
        runtime.queries("other", "bot", "qq", "g1").messages().append(message("1"));
        runtime.events().clear();

        SystemAccess access = runtime.isolation().system("nightly report");
        assertThat(access.dsl().fetchSingle("select count(*) from messages").get(0, int.class))
                .isEqualTo(2);
        assertThat(access.reason()).isEqualTo("nightly report");
        runtime.isolation().system("nightly report");

        assertThat(runtime.events().all())
                .containsExactly(
                        new IsolationEvent.SystemAccess("nightly report"),
                        new IsolationEvent.SystemAccess("nightly report"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n", "\u2003"})
    void isRefusedAndReportedWithoutAReason(String reason) {
        IsolationViolationException refusal = Refused.because(
                ViolationReason.REASON_REQUIRED, () -> runtime.isolation().system(reason));

        assertThat(runtime.events().all())
                .containsExactly(new IsolationEvent.Refused(
                        ViolationReason.REASON_REQUIRED, String.valueOf(refusal.getMessage()), Optional.empty()));
    }
}
