package org.maibot.isolation.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.maibot.isolation.testkit.Notebook.ACME;
import static org.maibot.isolation.testkit.Notebook.GLOBEX;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.ViolationReason;
import org.maibot.isolation.jdbc.EngineMutation;
import org.maibot.isolation.jdbc.EngineMutation.Change;
import org.maibot.isolation.jdbc.FreshDatabase;
import org.maibot.isolation.jdbc.Isolation;
import org.maibot.isolation.jdbc.TableRules;
import org.maibot.isolation.jdbc.TestDatabase;
import org.maibot.isolation.testkit.GeneratorReport.Fate;
import org.maibot.isolation.testkit.GeneratorReport.Finding;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Generated statements keep to their scope behind the isolation; without it, or with a broken one, they are found and made
 * small. The property {@code isolation.generator.statements} makes more of them, {@code isolation.generator.seed} others, and
 * {@code isolation.generator.findings} lets a long run go on past what it finds, to tell it at the end.
 */
class StatementGeneratorTest {
    private static final Logger LOG = LoggerFactory.getLogger(StatementGeneratorTest.class);
    private static final long SEED = Long.getLong("isolation.generator.seed", 1);
    private static final int FINDINGS = Integer.getInteger("isolation.generator.findings", 3);
    private static final long STATEMENTS = Long.getLong("isolation.generator.statements", 600);

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "POSTGRESQL_13")
    void statementsOverAHostsTablesKeepToTheirScope(TestDatabase kind) throws SQLException {
        try (Notebook notebook = new Notebook(kind);
                TwinCheck twins = notebook.guarded()) {
            requireMeaningful(kind, StatementGenerator.on(twins).contexts(ACME, GLOBEX));
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "POSTGRESQL_13")
    void statementsOverTheCanonicalSchemaKeepToTheirScope(TestDatabase kind) throws SQLException {
        try (FreshDatabase database = kind.fresh();
                Isolation isolation =
                        Isolation.builder().dataSource(database.dataSource()).open();
                TwinCheck twins = TwinCheck.of(isolation)) {
            requireMeaningful(kind, StatementGenerator.on(twins).contexts(confusable(database, isolation)));
        }
    }

    /** A chat, an agent and tenants whose ids differ by little, with rows of these and others. */
    private static IsolationContext[] confusable(FreshDatabase database, Isolation isolation) throws SQLException {
        List<IsolationContext> contexts =
                Canaries.in(database.dataSource(), isolation.rules()).plant().contexts();
        IsolationContext upper = ofTenant(contexts, "Acme");
        IsolationContext lower = ofTenant(contexts, "acme");
        return new IsolationContext[] {
            upper,
            lower,
            IsolationContext.of("a"),
            IsolationContext.of("acme", lower.agentId().orElseThrow())
        };
    }

    private static IsolationContext ofTenant(List<IsolationContext> contexts, String tenant) {
        return contexts.stream()
                .filter(context -> context.tenantId().equals(tenant))
                .findFirst()
                .orElseThrow();
    }

    private static void requireMeaningful(TestDatabase kind, StatementGenerator generator) throws SQLException {
        long start = System.nanoTime();
        GeneratorReport report =
                generator.seed(SEED).statements(STATEMENTS).findings(FINDINGS).run();
        LOG.info(
                "{} in {} s: {}",
                kind,
                Duration.ofNanos(System.nanoTime() - start).toSeconds(),
                report);
        report.findings().forEach(finding -> LOG.info("{}", finding));
        report.requireSame();
        assertThat(report.statements()).isEqualTo(STATEMENTS);
        assertThat(report.count(Fate.ANSWERED)).as("%s", report).isGreaterThan(STATEMENTS / 2);
    }

    static Stream<String> changesOfTheScoping() {
        return EngineMutation.ofTheScoping().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("changesOfTheScoping")
    void aBrokenEngineIsFound(String name) throws Exception {
        List<Change> changes = List.of(EngineMutation.ofTheScoping().get(name), EngineMutation.NO_VERIFICATION);
        try (Notebook notebook = new Notebook(TestDatabase.SQLITE);
                TwinCheck twins = notebook.guarded()) {
            StatementGenerator generator = StatementGenerator.on(twins).contexts(ACME, GLOBEX);

            assertThat(EngineMutation.during(changes, generator::run).findings())
                    .as(name)
                    .isNotEmpty();
        }
    }

    /** Common table expressions may have the names of all tables. */
    @Test
    void whatIsFoundInASchemaOfOneTableIsMadeSmall() throws SQLException {
        try (FreshDatabase database = TestDatabase.SQLITE.fresh()) {
            TestSql.execute(
                    database.dataSource(),
                    "create table notes (tenant_id text not null, agent_id text not null, platform text not null,"
                            + " chat_stream_id text not null, id integer not null, author text, text text, primary key"
                            + " (tenant_id, agent_id, platform, chat_stream_id, id))",
                    "insert into notes values ('acme', 's', 'p', 'c', 1, 'ann', 'first'), ('globex', 's', 'p', 'c', 1, 'bob', 'second')");
            TableRules rules = TableRules.builder().readFrom(database.dataSource());
            try (TwinCheck twins = TwinCheck.of(database.dataSource(), rules, Guard.none())) {
                GeneratorReport report = StatementGenerator.on(twins)
                        .contexts(
                                IsolationContext.of("acme", "s", "p", "c"),
                                IsolationContext.of("globex", "s", "p", "c"))
                        .seed(1)
                        .statements(600)
                        .findings(600)
                        .run();

                assertThat(report.findings()).isNotEmpty();
            }
        }
    }

    @Test
    void whatIsFoundIsMadeSmall() throws SQLException {
        try (Notebook notebook = new Notebook(TestDatabase.SQLITE);
                TwinCheck twins = notebook.unguarded()) {
            StatementGenerator generator = StatementGenerator.on(twins).contexts(ACME);
            GeneratorReport report = generator.run();

            assertThat(report.findings()).hasSize(3);
            assertThat(report.findings())
                    .allSatisfy(finding ->
                            assertThat(finding.sql().length()).as(finding.sql()).isLessThan(120));
            Finding first = report.findings().get(0);
            assertThat(generator.seed(first.seed()).statements(1).run().findings())
                    .first()
                    .isEqualTo(first);
            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(() -> generator.seed(first.seed()).verify())
                    .withMessageContaining("The rows of others that it sees are in")
                    .withMessageContaining("(seed " + first.seed());
        }
    }

    @Test
    void itEndsAtSoManyFindings() throws SQLException {
        try (Notebook notebook = new Notebook(TestDatabase.SQLITE);
                TwinCheck twins = notebook.unguarded()) {
            StatementGenerator generator = StatementGenerator.on(twins).contexts(ACME);

            assertThat(generator.findings(1).run().findings()).hasSize(1);
            assertThat(generator.findings(5).run().findings()).hasSize(5);
        }
    }

    @Test
    void theCountsAreTold() {
        GeneratorReport report = new GeneratorReport(
                Map.of(Fate.ANSWERED, 3L, Fate.REFUSED, 1L), Map.of(ViolationReason.FOREIGN_SCOPE, 1L), List.of());

        assertThat(report.toString())
                .startsWith("4 statements: ")
                .contains("answered 3 (75.0 %)", "refused 1 (25.0 %)")
                .endsWith("; refused for foreign scope 1 (25.0 %)");
    }

    @Test
    void whatProvesNothingIsAnError() throws SQLException {
        try (Notebook notebook = new Notebook(TestDatabase.SQLITE);
                TwinCheck twins = notebook.guarded()) {
            StatementGenerator generator = StatementGenerator.on(twins);

            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(generator::run)
                    .withMessageContaining("contexts(…)");
            assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> generator.statements(0));
            assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> generator.findings(0));
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> generator.lasting(Duration.ZERO));
            assertThat(generator
                            .contexts(ACME)
                            .lasting(Duration.ofMillis(200))
                            .verify()
                            .statements())
                    .isPositive();
        }
    }
}
