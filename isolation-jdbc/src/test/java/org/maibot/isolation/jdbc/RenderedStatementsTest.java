package org.maibot.isolation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.conf.ParamType;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultConfiguration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.maibot.isolation.IsolationContext;

/** What is rendered by a configuration with the listener, and not executed by it, has no bind variables for others to fill. */
@Tag("everyDatabase")
class RenderedStatementsTest {
    private static final IsolationContext ACME = IsolationContext.of("acme");

    @AutoClose
    private final TestRuntime runtime = new TestRuntime();

    private final DSLContext listening = DSL.using(new DefaultConfiguration()
            .set(runtime.isolation().rawDataSource())
            .set(runtime.isolation().rules().syntax().family().dialect())
            .set(new IsolationVisitListener(runtime.isolation().rules(), () -> ACME)));

    private Query query() {
        return listening.selectCount().from(DSL.table(DSL.name("messages"))).where("text = ? or 1 = 1", "x");
    }

    @Test
    void aStatementIsNotRenderedWithVariablesOfTheScope() {
        Query query = query();

        assertThat(query.getSQL()).contains("execute this statement with jOOQ").containsOnlyOnce("?");
        assertThat(query.getSQL(ParamType.INLINED)).contains("'acme'");
        assertThat(listening.fetchCount(DSL.table(DSL.name("messages")))).isZero();
        assertThat(query.execute()).isEqualTo(1);
    }

    @Test
    @SuppressWarnings("deprecation")
    void aParsingConnectionBindsNothingOfTheScopes() {
        assertThatExceptionOfType(SQLException.class).isThrownBy(() -> {
            try (Connection connection = listening.parsingConnection();
                    PreparedStatement statement =
                            connection.prepareStatement("delete from messages where 1 = 1 or ? is null")) {
                statement.setString(1, "globex");
                statement.executeUpdate();
            }
        });
    }

    @Test
    void aColumnThatIsCalledByItsTextKeepsItsName() {
        String sql = "select exists(select 1 from messages), (select count(*) from messages) from messages";
        DSLContext unscoped = DSL.using(runtime.isolation().rawDataSource(), listening.dialect());

        assertThat(names(runtime.isolation().dsl(ACME), sql)).isEqualTo(names(unscoped, sql));
    }

    private static List<String> names(DSLContext dsl, String sql) {
        return Arrays.stream(dsl.fetch(sql).fields()).map(Field::getName).toList();
    }
}
