package org.maibot.isolation.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maibot.isolation.testkit.Notebook.ACME;
import static org.maibot.isolation.testkit.Notebook.GLOBEX;

import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.maibot.isolation.jdbc.TestDatabase;

/** Generated statements keep to their scope behind the isolation; without it, they are found and made small. */
class StatementGeneratorTest {
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "POSTGRESQL_13")
    void generatedStatementsKeepToTheirScope(TestDatabase kind) throws SQLException {
        try (Notebook notebook = new Notebook(kind);
                TwinCheck twins = notebook.guarded()) {
            long start = System.nanoTime();
            GeneratorReport report = StatementGenerator.on(twins)
                    .contexts(ACME, GLOBEX)
                    .statements(Long.getLong("isolation.generator.statements", 300))
                    .run();
            System.out.println(kind + " " + (System.nanoTime() - start) / 1_000_000 + " ms " + report);
            report.requireSame();
            assertThat(report.statements()).isPositive();
        }
    }
}
