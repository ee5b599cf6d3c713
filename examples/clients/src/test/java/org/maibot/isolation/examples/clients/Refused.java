package org.maibot.isolation.examples.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.sql.SQLException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.maibot.isolation.IsolationViolationException;

/** The assertion that the library refuses what a client asks of it. */
final class Refused {
    private Refused() {}

    /** Asserts that JDBC's refusal is what a client's exception comes from; returns that exception. */
    static Throwable by(ThrowingCallable client) {
        Throwable thrown = catchThrowable(client);
        assertThat(thrown).as("the refusal").isNotNull();
        Throwable cause = thrown;
        while (cause != null && !(cause.getCause() instanceof IsolationViolationException)) {
            cause = cause.getCause();
        }
        assertThat(cause)
                .as("the SQLException in")
                .describedAs(thrown.toString())
                .isInstanceOf(SQLException.class);
        assertThat(((SQLException) cause).getSQLState()).isEqualTo("42501");
        return thrown;
    }
}
