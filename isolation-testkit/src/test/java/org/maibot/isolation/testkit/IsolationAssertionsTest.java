package org.maibot.isolation.testkit;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.maibot.isolation.testkit.IsolationAssertions.assertThatRefused;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.ViolationReason;
import org.maibot.isolation.jdbc.Isolation;

/** Refusals are asserted, through whatever they come. */
class IsolationAssertionsTest {
    private static final String FOREIGN = "update messages set tenant_id = 'globex'";

    @Test
    void aRefusalIsFoundThroughJooqAndThroughJdbc() {
        try (Isolation isolation = Isolation.open("jdbc:sqlite::memory:")) {
            IsolationContext acme = isolation.createIsolationContext("acme");

            assertThatRefused(() -> isolation.dsl(acme).execute(FOREIGN))
                    .withReason(ViolationReason.FOREIGN_SCOPE)
                    .atCharacter(33)
                    .hasMessageContaining("tenant_id of messages");
            assertThatRefused(() -> isolation.dataSource(acme).getConnection().prepareStatement(FOREIGN))
                    .withReason(ViolationReason.FOREIGN_SCOPE);
            assertThatRefused(() -> IsolationContext.of("")).withReason(ViolationReason.INVALID_ID);
        }
    }

    @Test
    void anythingElseFails() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThatRefused(() -> {}))
                .withMessage("The code was not refused: it came to its end");
        SQLException other = new SQLException("out of disk");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThatRefused(() -> {
                    throw other;
                }))
                .withMessageContaining("out of disk")
                .withCause(other);
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(
                        () -> assertThatRefused(() -> IsolationContext.of("")).withReason(ViolationReason.OPAQUE_SQL))
                .withMessageContaining("INVALID_ID");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(
                        () -> assertThatRefused(() -> IsolationContext.of("")).atCharacter(7))
                .withMessageContaining("at character 7");
    }
}
