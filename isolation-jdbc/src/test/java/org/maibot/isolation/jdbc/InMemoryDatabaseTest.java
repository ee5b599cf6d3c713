package org.maibot.isolation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.maibot.isolation.jdbc.Samples.message;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.maibot.isolation.query.IsolatedQueryManager;

/** A database in memory is one for all connections of its runtime, and no other's. */
class InMemoryDatabaseTest {
    private static IsolatedQueryManager stream(Isolation isolation) {
        return isolation.queries(isolation.createIsolationContext("acme", "bot", "qq", "g1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:sqlite::memory:", "jdbc:sqlite:"})
    void twoRuntimesHaveTwo(String url) {
        try (Isolation one = Isolation.open(url);
                Isolation other = Isolation.open(url)) {
            stream(one).messages().append(message("1"));

            assertThat(stream(other).messages().count()).isZero();
            assertThat(stream(one).messages().count()).isOne();
        }
    }

    @Test
    void endsWithItsRuntime() {
        Isolation first = Isolation.open("jdbc:sqlite::memory:");
        stream(first).messages().append(message("1"));
        first.close();

        try (Isolation second = Isolation.open("jdbc:sqlite::memory:")) {
            assertThat(stream(second).messages().count()).isZero();
        }
        assertThatThrownBy(() -> stream(first).messages().count()).isInstanceOf(RuntimeException.class);
    }

    @Test
    void isTheSameOnEveryThread() throws Exception {
        try (Isolation isolation = Isolation.open("jdbc:sqlite::memory:")) {
            List<Callable<Boolean>> tasks = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                String id = "m-" + i;
                tasks.add(() -> stream(isolation).messages().append(message(id)));
            }

            assertThat(Concurrently.call(tasks)).containsOnly(true);
            assertThat(stream(isolation).messages().count()).isEqualTo(16);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:sqlite::memory:?cache=shared",
                "jdbc:sqlite:file::memory:",
                "jdbc:sqlite:file::memory:?cache=shared",
                "jdbc:sqlite:file:bot?mode=memory",
                "jdbc:sqlite:file:/bot?vfs=memdb",
                "jdbc:sqlite:file:/bot?cache=private&mode=memory&x=y",
                "jdbc:sqlite:file:",
                "jdbc:sqlite:?cache=shared"
            })
    void otherUrlsForMemoryAreNotTaken(String url) {
        assertThatThrownBy(() -> Isolation.open(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("jdbc:sqlite::memory:");
    }
}
