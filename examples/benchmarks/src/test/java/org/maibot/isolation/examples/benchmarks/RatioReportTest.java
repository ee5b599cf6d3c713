package org.maibot.isolation.examples.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RatioReportTest {
    private static List<String> lines = List.of();

    @BeforeAll
    static void report() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        new RatioReport(out, DoorsAgreeTest.DATA, Duration.ofMillis(1)).write(Product.SQLITE);
        lines = bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static String cell(String line, int column) {
        return line.split(" *\\| *", -1)[column];
    }

    @Test
    void hasEveryOperationThroughEveryDoor() {
        for (Operation operation : Operation.values()) {
            assertThat(lines)
                    .filteredOn(line -> line.startsWith("| " + operation + " |"))
                    .extracting(line -> cell(line, 2))
                    .containsExactly("raw JDBC again", "text door", "DSL door", "TenantLineInnerInterceptor");
        }
    }

    @Test
    void saysWhatTheFirstSightOfAStatementAdds() {
        assertThat(lines)
                .filteredOn(line -> line.contains(" texts |"))
                .hasSize(2)
                .allMatch(line -> Double.parseDouble(cell(line, 2)) > 0);
    }
}
