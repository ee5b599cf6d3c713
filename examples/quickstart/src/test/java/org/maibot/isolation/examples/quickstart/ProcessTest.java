package org.maibot.isolation.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessTest {
    @TempDir
    Path directory;

    @Test
    void jsonIsUtf8InAPlainLocaleToo() throws IOException, InterruptedException {
        Run run = ChildJvm.run(directory, "--json");
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.json().get("scopes").findValuesAsText("tenant_id")).contains("猫猫咖啡", "חנות הספרים");
    }

    @Test
    void nothingIsLoggedBesidesTheOneLineOfAFailure() throws IOException, InterruptedException {
        Run run = ChildJvm.run(directory, "--db", "jdbc:sqlite:" + directory.resolve("missing/chats.db"));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.errLines()).hasSize(1);
    }
}
