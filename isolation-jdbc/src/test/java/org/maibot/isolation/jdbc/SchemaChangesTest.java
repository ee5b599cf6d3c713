package org.maibot.isolation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.IsolationViolationException;
import org.maibot.isolation.ViolationReason;

/** The rules follow the schema. */
@Timeout(60)
class SchemaChangesTest {
    private static final IsolationContext ACME_BOT = IsolationContext.of("acme", "bot");
    private static final String NOTES = "create table notes (tenant_id varchar(128) not null, body varchar(10))";
    private static final String ROWS = "insert into notes values ('acme', 'a'), ('acme', 'b'), ('other', 'c')";
    private static final String AGENTS = "alter table notes add column agent_id varchar(128)";
    private static final String OWNERS = "update notes set agent_id = case body when 'a' then 'bot' else 'x' end";

    private static Isolation open(FreshDatabase database, Duration interval) {
        return Isolation.builder()
                .dataSource(database.dataSource())
                .createSchema(false)
                .refreshEvery(interval)
                .observer(event -> {})
                .open();
    }

    private static void execute(FreshDatabase database, String... statements) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static int notes(Isolation isolation) {
        return isolation.dsl(ACME_BOT).fetchCount(table(name("notes")));
    }

    private static boolean isRefused(Isolation isolation) {
        try {
            notes(isolation);
            return false;
        } catch (IsolationViolationException refusal) {
            assertThat(refusal.reason()).isEqualTo(ViolationReason.UNKNOWN_TABLE);
            return true;
        }
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }

    @ParameterizedTest
    @EnumSource
    void refreshingConfinesByColumnsThatAreNew(TestDatabase kind) throws SQLException {
        try (FreshDatabase database = kind.fresh()) {
            execute(database, NOTES, ROWS);
            try (Isolation isolation = open(database, Duration.ZERO)) {
                assertThat(notes(isolation)).isEqualTo(2);
                execute(database, AGENTS, OWNERS);

                isolation.refresh();

                assertThat(notes(isolation)).isEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void tablesThatAreNewAreFoundBeforeAStatementIsRefused(TestDatabase kind) throws SQLException {
        try (FreshDatabase database = kind.fresh();
                Isolation isolation = open(database, Duration.ofHours(1))) {
            assertThat(isRefused(isolation)).isTrue();
            execute(database, NOTES, ROWS);

            await(() -> !isRefused(isolation)); // it looks once a second

            assertThat(notes(isolation)).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theSchemaIsReadAgainInTheBackground(TestDatabase kind) throws SQLException {
        try (FreshDatabase database = kind.fresh()) {
            execute(database, NOTES, ROWS);
            try (Isolation isolation = open(database, Duration.ofMillis(10))) {
                assertThat(notes(isolation)).isEqualTo(2);
                execute(database, AGENTS, OWNERS);

                await(() -> notes(isolation) == 1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSchemaThatNoLongerFitsTheDeclarationsLeavesTheRulesAsTheyWere(TestDatabase kind) throws SQLException {
        try (FreshDatabase database = kind.fresh()) {
            execute(database, NOTES, ROWS, "create table lang (code varchar(10))");
            try (Isolation isolation = Isolation.builder()
                    .dataSource(database.dataSource())
                    .createSchema(false)
                    .globalTables("lang")
                    .observer(event -> {})
                    .open()) {
                execute(database, "drop table lang");

                assertThatThrownBy(isolation::refresh)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("lang");
                assertThat(notes(isolation)).isEqualTo(2);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void refreshingReportsWhatUnderminesIsolationNow(TestDatabase kind) throws SQLException {
        try (FreshDatabase database = kind.fresh();
                Isolation isolation = open(database, Duration.ofHours(1))) {
            assertThat(isolation.schemaFindings()).isEmpty();
            execute(database, NOTES, "create unique index body_once on notes (body)");

            isolation.refresh();

            assertThat(isolation.schemaFindings())
                    .extracting(SchemaFinding::name)
                    .anyMatch(name -> name.contains("body_once") || name.contains("notes"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTableThatIsMadeAfterOpeningIsKnownAtOnce(TestDatabase kind) throws SQLException {
        try (FreshDatabase database = kind.fresh();
                Isolation isolation = open(database, Duration.ofMinutes(1))) {
            for (String table : List.of("first_notes", "second_notes", "third_notes")) {
                execute(database, NOTES.replace("notes", table));

                assertThat(isolation.dsl(ACME_BOT).fetchCount(table(name(table))))
                        .isZero();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void theFirstStatementAfterALongTimeHasTheNewRules(TestDatabase kind) throws Exception {
        try (FreshDatabase database = kind.fresh()) {
            execute(database, NOTES, ROWS);
            try (Isolation isolation = open(database, Duration.ofMillis(1))) {
                assertThat(notes(isolation)).isEqualTo(2);
                execute(database, AGENTS, OWNERS);
                Thread.sleep(10); // longer than the interval, with nothing going on

                assertThat(notes(isolation)).isEqualTo(1);
            }
        }
    }
}
