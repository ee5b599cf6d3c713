package org.maibot.isolation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.IsolationViolationException;

/** A refusal says where in the statement's text the reason for it is. */
class RefusedPlacesTest {
    @AutoClose
    private final Isolation isolation = Isolation.open("jdbc:sqlite::memory:");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "select * from messages, nowhere where 1 = 1 | nowhere",
                "select (select max(x) from nowhere) from messages | nowhere",
                "select load_extension('x') from messages | load_extension",
                "select * from messages where id in (select 1 from messages limit last_insert_rowid()) | last_insert_rowid",
                "drop table messages | drop",
                "select 'open | 'open",
                "update messages set text = 'a', tenant_id = lower('b') | lower",
                "select * from messages where text = (delete from messages) | from messages)"
            })
    void isTheCharacterOfTheNameOrKeyword(String sql, String about) {
        IsolationViolationException refusal = catchThrowableOfType(
                IsolationViolationException.class,
                () -> isolation.dsl(IsolationContext.of("acme")).execute(sql));

        assertThat(refusal.position()).hasValue(sql.indexOf(about) + 1);
        assertThat(refusal).hasMessageContaining("(at character " + (sql.indexOf(about) + 1) + ")");
    }
}
