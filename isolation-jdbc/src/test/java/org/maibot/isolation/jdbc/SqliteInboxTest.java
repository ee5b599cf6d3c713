package org.maibot.isolation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.maibot.isolation.jdbc.CanonicalSchema.EXPIRES_AT;
import static org.maibot.isolation.jdbc.CanonicalSchema.HOST;
import static org.maibot.isolation.jdbc.CanonicalSchema.NODES;
import static org.maibot.isolation.jdbc.CanonicalSchema.NODE_ID;
import static org.maibot.isolation.jdbc.CanonicalSchema.PID;
import static org.maibot.isolation.jdbc.CanonicalSchema.STARTED_AT;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jooq.DSLContext;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The inbox of a SQLite database serves one process at a time, and the next one when that is gone. */
class SqliteInboxTest {
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final long NEVER = Long.MAX_VALUE / 2;

    @TempDir
    private Path directory;

    @AutoClose
    private Isolation isolation;

    private DSLContext system;

    @BeforeEach
    void open() {
        isolation = Isolation.open("jdbc:sqlite:" + directory.resolve("bot.db"));
        system = isolation.system("a test").dsl();
    }

    private void enter(NodeProcess process, long expiresAt) {
        system.insertInto(NODES, NODE_ID, HOST, PID, STARTED_AT, EXPIRES_AT)
                .values(77L, process.host(), process.pid(), process.startedAt(), expiresAt)
                .execute();
    }

    private void opens() {
        isolation.inbox(LEASE).close();
        assertThat(InboxNode.nodes(system)).isEmpty();
    }

    private void isRefused(String message) {
        assertThatThrownBy(() -> isolation.inbox(LEASE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(message);
        assertThat(InboxNode.nodes(system)).hasSize(1);
    }

    private static NodeProcess parent() {
        ProcessHandle parent = ProcessHandle.current().parent().orElseThrow();
        return new NodeProcess(
                NodeProcess.current().host(),
                parent.pid(),
                Micros.of(parent.info().startInstant().orElse(Instant.EPOCH)));
    }

    @Test
    void aSecondInboxOfTheSameProcessIsRefused() {
        MessageInbox inbox = isolation.inbox(LEASE);
        isRefused("open already, in process " + ProcessHandle.current().pid());
        isRefused("which is this one");
        try (Isolation other = Isolation.open("jdbc:sqlite:" + directory.resolve("bot.db"))) {
            assertThatThrownBy(() -> other.inbox(LEASE)).isInstanceOf(IllegalStateException.class);
        }
        assertThat(inbox.renew()).isTrue();
        inbox.close();
        opens();
    }

    @Test
    void oneThatALivingProcessHasIsRefusedUntilItsLeaseHasExpired() {
        enter(parent(), NEVER);
        isRefused("in process " + parent().pid());
        system.update(NODES).set(EXPIRES_AT, 1L).execute();
        opens();
    }

    @Test
    void oneThatAProcessOfAnotherMachineHasIsRefusedUntilItsLeaseHasExpired() {
        enter(new NodeProcess("another machine", 1, 1), NEVER);
        isRefused("another machine");
        system.update(NODES).set(EXPIRES_AT, 1L).execute();
        opens();
    }

    @Test
    void oneThatADeadProcessHadIsTakenOverAtOnce() throws Exception {
        Process process = new ProcessBuilder("true").start();
        process.waitFor();
        enter(new NodeProcess(NodeProcess.current().host(), process.pid(), 1), NEVER);
        opens();
    }

    @Test
    void oneThatAnEarlierProcessOfTheSameNumberHadIsTakenOverAtOnce() {
        NodeProcess self = NodeProcess.current();
        enter(new NodeProcess(self.host(), self.pid(), self.startedAt() - 1), NEVER);
        opens();
        enter(new NodeProcess(self.host(), parent().pid(), 1_000_000), NEVER);
        opens();
    }

    @Test
    void aProcessThatIsTakenForDeadIsToldWhileAnotherServesTheDatabase() {
        try (MessageInbox inbox = isolation.inbox(LEASE)) {
            system.deleteFrom(NODES).execute();
            enter(new NodeProcess("another machine", 1, 1), NEVER);

            assertThat(inbox.renew()).isFalse();
            assertThatThrownBy(inbox::renew)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("one process at a time");

            system.deleteFrom(NODES).execute();
            assertThat(inbox.renew()).isTrue();
            assertThat(inbox.renew()).isTrue();
        }
    }

    @Test
    void twoDatabasesInMemoryAreTwo() {
        try (Isolation one = Isolation.open("jdbc:sqlite::memory:");
                Isolation other = Isolation.open("jdbc:sqlite::memory:");
                MessageInbox inbox = one.inbox(LEASE);
                MessageInbox second = other.inbox(LEASE)) {
            assertThat(inbox.renew() && second.renew()).isTrue();
        }
    }

    @Test
    void theDatabasesTimeIsThatOfTheSystem() {
        long before = Micros.of(Instant.now());
        try (MessageInbox inbox = isolation.inbox(LEASE)) {
            assertThat(inbox.renew()).isTrue();
            long lease = LEASE.toNanos() / 1_000;
            assertThat(system.select(EXPIRES_AT).from(NODES).fetchSingle(EXPIRES_AT))
                    .isBetween(before + lease - 2_000, Micros.of(Instant.now()) + lease + 2_000);
        }
    }
}
