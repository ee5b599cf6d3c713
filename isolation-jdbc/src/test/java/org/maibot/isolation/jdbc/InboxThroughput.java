package org.maibot.isolation.jdbc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.MessageInbox.Arrival;
import org.maibot.isolation.jdbc.MessageInbox.Entry;
import org.maibot.isolation.jdbc.MessageInbox.Receipt;

/**
 * Measures how many messages a second are accepted and completed, each with an answer, in batches of 256 over 1,000 chat
 * streams on one thread: by the inbox, and by JDBC written by hand that does the same writes in the same transactions and
 * keeps its statements prepared. Not a test; run its main method.
 */
final class InboxThroughput {
    private static final int TENANTS = 10;
    private static final int STREAMS = 1_000;
    private static final int BATCH = 256;
    private static final int ROUNDS = 9;
    private static final int BATCHES = 20;
    private static final long OWN = 4_711;
    private static final String SCOPE = "tenant_id = ? and agent_id = ? and platform = ? and chat_stream_id = ?";

    private final MessageInbox inbox;
    private final Connection connection;
    private int count;

    private InboxThroughput(MessageInbox inbox, Connection connection) {
        this.inbox = inbox;
        this.connection = connection;
    }

    /** Prints a line for each database and way. */
    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createTempDirectory("inbox");
        try (Isolation isolation = Isolation.open("jdbc:sqlite:" + directory.resolve("bot.db"))) {
            measure("SQLite file", isolation);
        }
        delete(directory);
        try (FreshDatabase database = TestDatabase.POSTGRESQL_18.fresh();
                Isolation isolation = Isolation.open(database.url())) {
            measure("PostgreSQL 18", isolation);
        }
        TestDatabase.stopAll();
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    private static void measure(String database, Isolation isolation) throws SQLException {
        DataSource raw = isolation.rawDataSource();
        try (MessageInbox inbox = isolation.inbox(Duration.ofMinutes(30));
                Connection connection = raw.getConnection()) {
            InboxThroughput throughput = new InboxThroughput(inbox, connection);
            for (int i = 0; i < TENANTS; i++) {
                isolation.createIsolationContext("hand-" + i);
            }
            double[] library = new double[ROUNDS];
            double[] byHand = new double[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) { // the first ones warm up
                library[round] = throughput.library();
                byHand[round] = throughput.byHand();
            }
            System.out.printf(
                    "%s: inbox %.0f messages/s, by hand %.0f messages/s (medians of %d rounds of %d messages)%n",
                    database, median(library), median(byHand), ROUNDS - 2, BATCH * BATCHES);
        }
    }

    private static double median(double[] values) {
        double[] sorted = Arrays.copyOfRange(values, 2, values.length);
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private IsolationContext stream(String tenant) {
        return IsolationContext.of(tenant + count % TENANTS, "bot", "qq", "g" + count % STREAMS);
    }

    private double library() {
        long start = System.nanoTime();
        for (int i = 0; i < BATCHES; i++) {
            List<Arrival> arrivals = new ArrayList<>();
            for (int j = 0; j < BATCH; j++) {
                count++;
                arrivals.add(InboxNode.arrival(stream("inbox-"), "m-" + count));
            }
            List<Entry> entries = new ArrayList<>();
            for (Receipt receipt : inbox.accept(arrivals)) {
                entries.add(((Receipt.Accepted) receipt).entry());
            }
            if (inbox.complete(entries.stream().map(InboxNode::completion).toList())
                    .contains(false)) {
                throw new IllegalStateException("not completed");
            }
        }
        return BATCH * BATCHES * 1e9 / (System.nanoTime() - start);
    }

    /** An entry as the hand-written code has it. */
    private record HandEntry(IsolationContext stream, String id, long position) {}

    private double byHand() throws SQLException {
        connection.setAutoCommit(false);
        double result;
        try (Hand hand = new Hand()) {
            long start = System.nanoTime();
            for (int i = 0; i < BATCHES; i++) {
                List<HandEntry> entries = hand.accept();
                connection.commit();
                hand.complete(entries);
                connection.commit();
            }
            result = BATCH * BATCHES * 1e9 / (System.nanoTime() - start);
        }
        connection.setAutoCommit(true);
        return result;
    }

    private static int bind(PreparedStatement statement, int from, IsolationContext stream) throws SQLException {
        statement.setString(from, stream.tenantId());
        statement.setString(from + 1, stream.agentId().orElseThrow());
        statement.setString(from + 2, stream.platform().orElseThrow());
        statement.setString(from + 3, stream.chatStreamId().orElseThrow());
        return from + 4;
    }

    /** The statements that one would write by hand. */
    private final class Hand implements AutoCloseable {
        private final boolean batches =
                connection.getMetaData().getDatabaseProductName().equals("PostgreSQL");
        private final PreparedStatement take = connection.prepareStatement(
                "update chat_streams set next_sequence = next_sequence + 2, lease_node = case when lease_node is null and"
                        + " not exists (select 1 from heartflow_inbox where " + SCOPE
                        + ") then ? else lease_node end where " + SCOPE + " returning next_sequence, lease_node",
                Statement.RETURN_GENERATED_KEYS);
        private final PreparedStatement enter = connection.prepareStatement(
                "insert into heartflow_inbox select ?, ?, ?, ?, ?, ?, ?, ?, ?, ? where not exists (select 1 from messages"
                        + " where " + SCOPE + " and message_id = ?) on conflict do nothing");
        private final PreparedStatement touch = connection.prepareStatement(
                "update chat_streams set next_sequence = next_sequence + 1, last_active_at = case when exists (select 1"
                        + " from messages where " + SCOPE
                        + ") and last_active_at > ? then last_active_at else ? end where "
                        + SCOPE + " and lease_node = ?");
        private final PreparedStatement remove =
                connection.prepareStatement("delete from heartflow_inbox where " + SCOPE + " and position = ?");
        private final PreparedStatement store = connection.prepareStatement(
                "insert into messages values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing");

        private Hand() throws SQLException {}

        private List<HandEntry> accept() throws SQLException {
            List<IsolationContext> streams = new ArrayList<>();
            for (int i = 0; i < BATCH; i++) {
                count++;
                streams.add(stream("hand-"));
            }
            List<Long> next = takeAll(streams);
            List<HandEntry> entries = new ArrayList<>();
            for (int i = 0; i < BATCH; i++) {
                HandEntry entry = new HandEntry(streams.get(i), "m-" + (count - BATCH + i), next.get(i) - 2);
                entries.add(entry);
                int at = bind(enter, 1, entry.stream());
                enter.setLong(at++, entry.position());
                enter.setString(at++, entry.id());
                enter.setString(at++, "payload of " + entry.id());
                enter.setLong(at++, OWN);
                enter.setLong(at++, 0);
                enter.setLong(at++, OWN);
                at = bind(enter, at, entry.stream());
                enter.setString(at, entry.id());
                enter.addBatch();
            }
            enter.executeBatch();
            return entries;
        }

        private List<Long> takeAll(List<IsolationContext> streams) throws SQLException {
            List<Long> next = new ArrayList<>();
            for (IsolationContext stream : streams) {
                int at = bind(take, 1, stream);
                take.setLong(at++, OWN);
                bind(take, at, stream);
                if (batches) {
                    take.addBatch();
                } else {
                    next.add(next(take, stream));
                }
            }
            if (batches) {
                int[] counts = take.executeBatch();
                try (ResultSet returned = take.getGeneratedKeys()) {
                    for (int i = 0; i < counts.length; i++) {
                        next.add(counts[i] == 1 && returned.next() ? returned.getLong(1) : create(streams.get(i)));
                    }
                }
            }
            return next;
        }

        private long next(PreparedStatement query, IsolationContext stream) throws SQLException {
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? row.getLong(1) : create(stream);
            }
        }

        private long create(IsolationContext stream) throws SQLException {
            try (PreparedStatement agent = connection.prepareStatement(
                            "insert into agents values (?, ?, null, 0) on conflict do nothing");
                    PreparedStatement row = connection.prepareStatement(
                            "insert into chat_streams values (?, ?, ?, ?, null, 0, 0, 3, " + OWN + ")")) {
                agent.setString(1, stream.tenantId());
                agent.setString(2, stream.agentId().orElseThrow());
                agent.executeUpdate();
                bind(row, 1, stream);
                row.executeUpdate();
            }
            return 3;
        }

        private void complete(List<HandEntry> entries) throws SQLException {
            long time = Micros.of(Samples.NOON);
            for (HandEntry entry : entries) {
                int at = bind(touch, 1, entry.stream());
                touch.setLong(at++, time);
                touch.setLong(at++, time);
                at = bind(touch, at, entry.stream());
                touch.setLong(at, OWN);
                touch.addBatch();
                remove.setLong(bind(remove, 1, entry.stream()), entry.position());
                remove.addBatch();
                store(entry, entry.id(), entry.position(), "user", "text of " + entry.id());
                store(entry, "re-" + entry.id(), entry.position() + 1, "agent", "answer to " + entry.id());
            }
            for (PreparedStatement batch : List.of(touch, remove, store)) {
                if (Arrays.stream(batch.executeBatch()).anyMatch(changed -> changed != 1)) {
                    throw new IllegalStateException("not completed");
                }
            }
        }

        private void store(HandEntry entry, String id, long sequence, String role, String text) throws SQLException {
            int at = bind(store, 1, entry.stream());
            store.setString(at++, id);
            store.setLong(at++, sequence);
            store.setString(at++, "user-1");
            store.setString(at++, role);
            store.setLong(at++, Micros.of(Samples.NOON));
            store.setString(at, text);
            store.addBatch();
        }

        @Override
        public void close() throws SQLException {
            for (PreparedStatement statement : List.of(take, enter, touch, remove, store)) {
                statement.close();
            }
        }
    }
}
