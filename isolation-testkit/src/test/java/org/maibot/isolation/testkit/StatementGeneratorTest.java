package org.maibot.isolation.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maibot.isolation.testkit.Notebook.ACME;
import static org.maibot.isolation.testkit.Notebook.GLOBEX;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.FreshDatabase;
import org.maibot.isolation.jdbc.Isolation;
import org.maibot.isolation.jdbc.TestDatabase;
import org.maibot.isolation.testkit.GeneratorReport.Fate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Generated statements keep to their scope behind the isolation; without it, or with a broken one, they are found and made
 * small. The property {@code isolation.generator.statements} makes more of them, {@code isolation.generator.seed} others.
 */
class StatementGeneratorTest {
    private static final Logger LOG = LoggerFactory.getLogger(StatementGeneratorTest.class);
    private static final long SEED = Long.getLong("isolation.generator.seed", 1);
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
                        Isolation.builder().dataSource(database.dataSource()).open()) {
            List<IsolationContext> contexts = Canaries.in(database.dataSource(), isolation.rules())
                    .plant()
                    .contexts();
            IsolationContext chat = contexts.get(0);
            IsolationContext agent = IsolationContext.of(
                    contexts.get(1).tenantId(), contexts.get(1).agentId().orElseThrow());
            try (TwinCheck twins = TwinCheck.of(isolation)) {
                requireMeaningful(
                        kind,
                        StatementGenerator.on(twins)
                                .contexts(chat, agent, IsolationContext.of(chat.tenantId()), contexts.get(2)));
            }
        }
    }

    private static void requireMeaningful(TestDatabase kind, StatementGenerator generator) throws SQLException {
        long start = System.nanoTime();
        GeneratorReport report = generator.seed(SEED).statements(STATEMENTS).run();
        LOG.info(
                "{} in {} s: {}",
                kind,
                Duration.ofNanos(System.nanoTime() - start).toSeconds(),
                report);
        report.requireSame();
        assertThat(report.statements()).isEqualTo(STATEMENTS);
        assertThat(report.count(Fate.ANSWERED)).as("%s", report).isGreaterThan(STATEMENTS / 2);
    }
}
