package org.maibot.isolation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.table;
import static org.maibot.isolation.jdbc.Attempt.ACME;

import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Select;
import org.jooq.impl.SQLDataType;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.ViolationReason;

/** Ids and names that databases take for the same, or that only seem so, are kept apart. */
@Tag("everyDatabase")
class ConfusableNamesTest {
    @AutoClose
    private final FreshDatabase database = TestDatabase.underTest().fresh();

    private Isolation open() {
        return Isolation.builder()
                .dataSource(database.dataSource())
                .createSchema(false)
                .open();
    }

    private void execute(String... statements) {
        try (Isolation schema = open()) {
            DSLContext dsl = schema.system("the test's schema").dsl();
            for (String statement : statements) {
                dsl.execute(statement);
            }
        }
    }

    /** As numbers '01' and 1 are equal. */
    @Test
    void anIdThatIsANumberOnlyIfItIsConvertedIsRefused() {
        execute("create table t (tenant_id integer not null, v varchar(20))", "insert into t values (1, 'of 1')");
        try (Isolation isolation = open()) {
            assertThat(isolation.dsl(IsolationContext.of("1")).fetchCount(table("t")))
                    .isOne();
            Refused.because(
                    ViolationReason.INVALID_ID,
                    () -> isolation.dsl(IsolationContext.of("01")).fetchCount(table("t")));
        }
    }

    static List<String> confusingTypes() {
        return switch (TestDatabase.underTest().family()) {
            case "sqlite" -> List.of("text collate nocase", "text collate rtrim");
            case "postgresql" -> List.of("varchar(64) collate no_case", "citext");
            case "mysql" -> List.of("varchar(64) collate utf8mb4_0900_ai_ci", "varchar(64) collate utf8mb4_bin");
            default -> List.of("varchar(64) collate utf8mb4_uca1400_ai_ci", "varchar(64) collate utf8mb4_bin");
        };
    }

    @ParameterizedTest
    @MethodSource("confusingTypes")
    void idsThatTheColumnTakesForTheSameAreKeptApart(String type) {
        if (TestDatabase.underTest().family().equals("postgresql")) {
            execute(
                    "create extension if not exists citext",
                    "create collation no_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false)");
        }
        execute(
                "create table t (tenant_id " + type + " not null, v varchar(20))",
                "insert into t values ('acme', 'own'), ('ACME', 'foreign')",
                "create view w as select tenant_id, v from t");
        try (Isolation isolation = open()) {
            assertThat(isolation.dsl(ACME).fetch("select v from t").getValues(0))
                    .hasToString("[own]");
            assertThat(isolation.dsl(ACME).fetch("select v from w").getValues(0))
                    .hasToString("[own]");
            assertThat(isolation.dsl(IsolationContext.of("acme ")).fetchCount(table("t")))
                    .isZero();
        }
    }

    /** The engine folds letters of ASCII only, if any, as most databases do. */
    @ParameterizedTest
    @CsvSource({"Ärger, ärger", "kid, \u212Aid"})
    void aCommonTableExpressionWithALetterThatIsNotFoldedIsNotTheTable(String kept, String other) {
        try (Isolation schema = open()) {
            DSLContext dsl = schema.system("the test's schema").dsl();
            dsl.createTable(name(kept))
                    .column(name("tenant_id"), SQLDataType.VARCHAR(64).nullable(false))
                    .column(name("v"), SQLDataType.VARCHAR(20))
                    .execute();
            dsl.insertInto(table(name(kept)))
                    .values("acme", "own")
                    .values("ACME", "foreign")
                    .execute();
        }
        try (Isolation isolation = open()) {
            Select<?> query = isolation
                    .dsl(ACME)
                    .with(name(other))
                    .as(select(inline("x").as("v")))
                    .select(field(name("v")))
                    .from(table(name(kept)));
            if (TestDatabase.underTest() == TestDatabase.MARIADB) {
                assertThatThrownBy(query::fetch)
                        .as("MariaDB folds the names of these expressions, and this one has no tenant")
                        .hasMessageContaining("Unknown column");
            } else {
                assertThat(query.fetch().getValues(0)).hasToString("[own]");
            }
        }
    }
}
