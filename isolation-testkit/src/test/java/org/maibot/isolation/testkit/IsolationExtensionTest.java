package org.maibot.isolation.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.launcher.listeners.TestExecutionSummary;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.Isolation;
import org.slf4j.LoggerFactory;

/** The tests of the extension fail for whatever tells of others, wherever it goes. */
class IsolationExtensionTest {
    /** A host whose code is careless. */
    static class Careless {
        private static final ch.qos.logback.classic.Logger APART =
                (ch.qos.logback.classic.Logger) LoggerFactory.getLogger("careless.apart");

        static {
            APART.setAdditive(false);
        }

        private static volatile Isolation opened = NotesIsolationTest.open();

        @RegisterExtension
        static final IsolationExtension isolation = IsolationExtension.of(() -> {
            opened = NotesIsolationTest.open();
            return opened;
        });

        /** Past what is watched. */
        private static String titleOf(IsolationContext owner) {
            return opened.dsl(owner).fetch("select title from note").get(0).toString();
        }

        @IsolationTest
        void readsPastTheIsolation(Isolation runtime) {
            try {
                runtime.system("careless").dsl().fetch("select title from note");
            } catch (AssertionError caught) {
                LoggerFactory.getLogger(Careless.class).info("nobody need know");
            }
        }

        @IsolationTest
        void throwsWhatOthersWrote(@Foreign IsolationContext theirs) {
            throw new IllegalArgumentException("a note", new IllegalStateException(titleOf(theirs)));
        }

        @IsolationTest
        void printsWhatOthersWrote(@Foreign IsolationContext theirs) {
            System.out.println(titleOf(theirs));
        }

        @IsolationTest
        void printsErrorsOfOthers(@Foreign IsolationContext theirs) {
            System.err.println(titleOf(theirs));
        }

        @IsolationTest
        void logsWhatOthersWrote(@Foreign IsolationContext theirs) {
            LoggerFactory.getLogger(Careless.class).atTrace().log("not printed {}", titleOf(theirs));
            LoggerFactory.getLogger(Careless.class).warn("a note {}", titleOf(theirs));
        }

        @IsolationTest
        void storesWhatOthersWrote(IsolationContext mine, @Foreign IsolationContext theirs, Isolation runtime) {
            runtime.dsl(mine).execute("insert into note (id, title) values (2000000000, ?)", titleOf(theirs));
        }

        /** As encoders of JSON print it. */
        @IsolationTest
        void logsAFieldThatOthersWrote(@Foreign IsolationContext theirs) {
            LoggerFactory.getLogger(Careless.class)
                    .atWarn()
                    .addKeyValue("title", titleOf(theirs))
                    .log("a note");
        }

        @IsolationTest
        void logsAnArgumentThatOthersWrote(@Foreign IsolationContext theirs) {
            LoggerFactory.getLogger(Careless.class).warn("a note", titleOf(theirs), 1);
        }

        @IsolationTest
        void logsAParameterThatOthersWroteByTheJdk(@Foreign IsolationContext theirs) {
            Logger.getLogger("careless").log(Level.WARNING, "a note", titleOf(theirs));
        }

        /** To a logger of which the root gets nothing. */
        @IsolationTest
        void logsWhatOthersWroteApart(@Foreign IsolationContext theirs) {
            APART.warn("a note {}", titleOf(theirs));
        }

        @IsolationTest
        void logsWhatOthersWroteByTheJdk(@Foreign IsolationContext theirs) {
            Logger.getLogger("careless").log(Level.WARNING, "a note {0}", titleOf(theirs));
        }
    }

    @Test
    void eachLeakFailsItsTest() {
        TestExecutionSummary summary = HostRun.run(Careless.class);

        assertThat(summary.getTestsSucceededCount()).isZero();
        assertThat(summary.getTestsFailedCount()).isGreaterThanOrEqualTo(2 * 10);
        List<Throwable> failures = summary.getFailures().stream()
                .map(TestExecutionSummary.Failure::getException)
                .toList();
        assertThat(failures)
                .allSatisfy(failure -> assertThat(failure)
                        .isInstanceOf(AssertionError.class)
                        .hasMessageContaining("holds what belongs to others")
                        .hasMessageContaining("of note.title, in a row of "));
    }

    /** A host that finds a leak by itself. */
    static class Careful {
        private static volatile Isolation opened = NotesIsolationTest.open();

        @RegisterExtension
        static final IsolationExtension isolation = IsolationExtension.of(() -> {
            opened = NotesIsolationTest.open();
            return opened;
        });

        @IsolationTest
        void looksForItself(IsolationContext mine, @Foreign IsolationContext theirs, Canaries canaries) {
            canaries.requireNoneForeignTo(
                    mine,
                    opened.dsl(theirs).fetch("select title from note").get(0).toString());
        }
    }

    @Test
    void whatATestFindsByItselfIsToldAsThat() {
        assertThat(HostRun.run(Careful.class).getFailures())
                .isNotEmpty()
                .allSatisfy(failure -> assertThat(failure.getException())
                        .hasMessageContaining(" has got holds what belongs to others")
                        .hasNoSuppressedExceptions());
    }
}
