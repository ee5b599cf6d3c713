package org.maibot.isolation.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.launcher.listeners.TestExecutionSummary;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.Isolation;

/** Nested classes of tests work with the runtime of the class around them, which is open until the last of them has ended. */
class NestedIsolationTest {
    private static final List<Isolation> OPENED = new ArrayList<>();
    private static final List<String> RUN = new ArrayList<>();
    private static boolean fails;

    /** A host's tests. */
    static class Outer {
        @RegisterExtension
        static final IsolationExtension isolation = IsolationExtension.of(() -> {
            if (fails) {
                throw new IllegalStateException("The host does not open");
            }
            OPENED.add(NotesIsolationTest.open());
            return OPENED.get(OPENED.size() - 1);
        });

        private static void read(String test, IsolationContext mine, Isolation runtime) {
            RUN.add(test);
            assertThat(runtime.dsl(mine).fetch("select title from note")).isNotEmpty();
        }

        @IsolationTest
        void inTheClassAround(IsolationContext mine, Isolation runtime) {
            read("around", mine, runtime);
        }

        /** One. */
        @Nested
        class First {
            @IsolationTest
            void inside(IsolationContext mine, Isolation runtime) {
                read("first", mine, runtime);
            }

            /** Deeper. */
            @Nested
            class Deep {
                @IsolationTest
                void deeper(IsolationContext mine, Isolation runtime) {
                    read("deep", mine, runtime);
                }
            }
        }

        /** Another. */
        @Nested
        class Second {
            @IsolationTest
            void inside(IsolationContext mine, Isolation runtime, TwinCheck twins) throws Exception {
                read("second", mine, runtime);
                twins.verify(mine, "select title from note");
            }
        }
    }

    @BeforeEach
    void begin() {
        OPENED.clear();
        RUN.clear();
        fails = false;
    }

    private static void assertOpenedOnce(TestExecutionSummary summary) {
        assertThat(summary.getFailures()).isEmpty();
        assertThat(summary.getTestsSucceededCount()).isEqualTo(RUN.size());
        assertThat(RUN).contains("around", "first", "deep", "second");
        assertThat(OPENED).hasSize(1);
        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> OPENED.get(0).system("test").dsl().fetch("select 1"));
    }

    @Test
    void theyShareTheRuntimeAndItIsClosedAfterTheLast() {
        assertOpenedOnce(HostRun.run(Outer.class));
    }

    @Test
    void aRuntimeThatHasNotOpenedIsOpenedTheNextTime() {
        fails = true;
        TestExecutionSummary failed = HostRun.run(Outer.class);
        assertThat(failed.getFailures())
                .extracting(TestExecutionSummary.Failure::getException)
                .extracting(Throwable::getMessage)
                .contains("The host does not open");
        assertThat(RUN).isEmpty();

        fails = false;
        assertOpenedOnce(HostRun.run(Outer.class));
    }
}
