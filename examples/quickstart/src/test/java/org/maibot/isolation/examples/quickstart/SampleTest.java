package org.maibot.isolation.examples.quickstart;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.maibot.isolation.examples.terminal.DisplayWidth;

class SampleTest {
    @Test
    void withoutArgumentsTheSampleIsShownTenantByTenantAndAgentByAgent() {
        Run run = Run.of();
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.outLines())
                .startsWith("Imported the sample. New messages: 38, already there: 0, bad lines: 0.")
                .containsSequence(
                        "tenant, agent  platforms  streams  messages  first             last",
                        "acme                   2        3        10  2025-10-09 08:53  2025-10-11 10:01",
                        "  eu:support           1        1         3  2025-10-10 08:53  2025-10-10 08:55",
                        "  support              2        2         7  2025-10-09 08:53  2025-10-11 10:01",
                        "acme:eu                2        2         7  2025-10-10 09:03  2025-10-12 08:54",
                        "  support              2        2         7  2025-10-10 09:03  2025-10-12 08:54")
                .contains(
                        "猫猫咖啡               1        2         6  2025-10-10 14:27  2025-10-13 08:54",
                        "Tenants: 6, agents: 9, chat streams: 12, messages: 38.");
    }

    @Test
    void theSameQuestionHasOneAnswerThoughEveryChatStreamHasAMessageOfThatId() {
        assertThat(Run.of().outLines())
                .containsSequence(
                        "Chat streams that have a message \"m-1\": 12. In this one,",
                        "  acme / eu:support / discord / general,")
                .containsSequence("both find one, and the same:", "  ann: Do you ship to Portugal?");
    }

    @Test
    void threeWaysOutAreRefusedWithTheirReasons() {
        assertThat(Run.of().outLines())
                .containsSubsequence(
                        "Insert a message for another tenant",
                        "  FOREIGN_SCOPE: The statement gives the tenant_id of messages a value other",
                        "Read a table that nobody declared, maibot_schema_history",
                        "Widen the context from the chat stream to its tenant");
    }

    @Test
    void everyLineFitsOnANarrowTerminal() {
        assertThat(Run.of().outLines())
                .allSatisfy(line -> assertThat(DisplayWidth.of(line)).isLessThanOrEqualTo(80));
    }

    @Test
    void whatATerminalCannotShowIsEscaped() {
        Run run = Run.in(US_ASCII);
        assertThat(run.out()).matches("[\\p{ASCII}]*");
        assertThat(run.outLines()).anySatisfy(line -> assertThat(line).startsWith("\\u{732B}\\u{732B}\\u{5496}"));
    }
}
