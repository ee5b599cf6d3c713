package org.maibot.isolation.examples.benchmarks;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.maibot.isolation.heartflow.InboundMessage;

/**
 * Messages through an inbox as one would write it by hand: a transaction enters many, another one stores and removes them.
 * The rows and the checks are those of the SDK; one thread does everything, and every chat stream is its own.
 */
final class HandWrittenInbox {
    /** The process that holds the chat streams. */
    private static final long HOLDER = 1;

    private static final String SCOPE = " where tenant_id = ? and agent_id = ? and platform = ? and chat_stream_id = ?";
    private static final String TENANT =
            "insert into tenants (tenant_id, created_at) values (?, 0) on conflict do nothing";
    private static final String AGENT =
            "insert into agents (tenant_id, agent_id, created_at) values (?, ?, 0) on conflict do nothing";
    private static final String STREAM = "insert into chat_streams (tenant_id, agent_id, platform, chat_stream_id,"
            + " created_at, last_active_at, next_sequence, lease_node) values (?, ?, ?, ?, 0, 0, 1, " + HOLDER + ")"
            + " on conflict do nothing";
    private static final String RESERVE = "update chat_streams set next_sequence = next_sequence + ?" + SCOPE
            + " and lease_node = " + HOLDER + " returning next_sequence";
    private static final String ENTER = "insert into heartflow_inbox (tenant_id, agent_id, platform, chat_stream_id,"
            + " position, message_id, payload, accepted_by, accepted_at, held_by)"
            + " select ?, ?, ?, ?, ?, ?, ?, " + HOLDER + ", ?, " + HOLDER + " where not exists (select 1 from messages"
            + SCOPE
            + " and message_id = ?) on conflict do nothing";
    private static final String TOUCH = "update chat_streams set last_active_at ="
            + " case when last_active_at > ? then last_active_at else ? end" + SCOPE + " and lease_node = " + HOLDER;
    private static final String REMOVE = "delete from heartflow_inbox" + SCOPE + " and position = ?";
    private static final String STORE = "insert into messages (tenant_id, agent_id, platform, chat_stream_id,"
            + " message_id, sequence, user_id, role, time, text) values (?, ?, ?, ?, ?, ?, ?, 'user', ?, ?)"
            + " on conflict do nothing";

    private final DataSource dataSource;
    private final Product product;

    private record Stream(String tenant, String agent, String platform, String id) {
        static Stream of(InboundMessage message) {
            return new Stream(
                    message.tenantId().orElseThrow(),
                    message.agentId().orElseThrow(),
                    message.platform(),
                    message.group().orElseThrow().groupId());
        }

        /** Binds the scope; returns the place of the next variable. */
        int bind(PreparedStatement statement, int first) throws SQLException {
            statement.setString(first, tenant);
            statement.setString(first + 1, agent);
            statement.setString(first + 2, platform);
            statement.setString(first + 3, id);
            return first + 4;
        }
    }

    /** What is known of a chat stream in a batch. */
    private static final class Batch {
        private int messages;
        private long newest;
        private long nextPosition;

        Batch with(InboundMessage message) {
            messages++;
            newest = Math.max(newest, micros(message.time()));
            return this;
        }
    }

    private record Entry(Stream stream, long position, InboundMessage message) {}

    /** Fills a statement's variables for one of many things. */
    private interface Binding<T> {
        void bind(PreparedStatement statement, T item) throws SQLException;
    }

    private interface Transaction<T> {
        T in(Connection connection) throws SQLException;
    }

    HandWrittenInbox(DataSource dataSource, Product product) {
        this.dataSource = dataSource;
        this.product = product;
    }

    /** Creates the chat streams of a talk. */
    void create(Talk talk) throws SQLException {
        transaction(connection -> {
            batch(connection, TENANT, talk.tenants(), (row, tenant) -> row.setString(1, tenant));
            batch(connection, AGENT, talk.tenants(), (row, tenant) -> {
                row.setString(1, tenant);
                row.setString(2, talk.agent());
            });
            List<InboundMessage> firstOfEach = talk.messages(0, talk.streams());
            return batch(
                    connection,
                    STREAM,
                    firstOfEach,
                    (row, message) -> Stream.of(message).bind(row, 1));
        });
    }

    /** Takes messages through the inbox; returns how many were known already or not this process's. */
    int handle(List<InboundMessage> messages) throws SQLException {
        Map<Stream, Batch> streams = new LinkedHashMap<>();
        for (InboundMessage message : messages) {
            streams.computeIfAbsent(Stream.of(message), stream -> new Batch()).with(message);
        }
        List<Entry> entries = transaction(connection -> accept(connection, messages, streams));
        return transaction(connection -> complete(connection, entries, streams));
    }

    private List<Entry> accept(Connection connection, List<InboundMessage> messages, Map<Stream, Batch> streams)
            throws SQLException {
        reserve(connection, streams);
        long now = micros(Instant.now());
        List<Entry> entries = messages.stream()
                .map(message -> {
                    Stream stream = Stream.of(message);
                    return new Entry(stream, requireNonNull(streams.get(stream)).nextPosition++, message);
                })
                .toList();
        batch(connection, ENTER, entries, (row, entry) -> {
            int next = entry.stream().bind(row, 1);
            row.setLong(next, entry.position());
            row.setString(next + 1, entry.message().messageId());
            row.setString(next + 2, entry.message().toJson());
            row.setLong(next + 3, now);
            next = entry.stream().bind(row, next + 4);
            row.setString(next, entry.message().messageId());
        });
        return entries;
    }

    private void reserve(Connection connection, Map<Stream, Batch> streams) throws SQLException {
        switch (product) {
            case SQLITE -> reserveOneByOne(connection, streams);
            case POSTGRESQL -> reserveAll(connection, streams);
        }
    }

    /** SQLite's driver returns nothing of a batch. */
    private static void reserveOneByOne(Connection connection, Map<Stream, Batch> streams) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(RESERVE)) {
            for (Map.Entry<Stream, Batch> stream : streams.entrySet()) {
                bindReservation(statement, stream);
                try (ResultSet returned = statement.executeQuery()) {
                    stream.getValue().nextPosition = firstReserved(returned, stream.getValue());
                }
            }
        }
    }

    private static void reserveAll(Connection connection, Map<Stream, Batch> streams) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(RESERVE, Statement.RETURN_GENERATED_KEYS)) {
            for (Map.Entry<Stream, Batch> stream : streams.entrySet()) {
                bindReservation(statement, stream);
                statement.addBatch();
            }
            statement.executeBatch();
            try (ResultSet returned = statement.getGeneratedKeys()) {
                for (Batch batch : streams.values()) {
                    batch.nextPosition = firstReserved(returned, batch);
                }
            }
        }
    }

    private static void bindReservation(PreparedStatement statement, Map.Entry<Stream, Batch> stream)
            throws SQLException {
        statement.setLong(1, stream.getValue().messages);
        stream.getKey().bind(statement, 2);
    }

    private static long firstReserved(ResultSet returned, Batch batch) throws SQLException {
        if (!returned.next()) {
            throw new SQLException("a chat stream is not there, or another process holds it");
        }
        return returned.getLong(1) - batch.messages;
    }

    private static int complete(Connection connection, List<Entry> entries, Map<Stream, Batch> streams)
            throws SQLException {
        int held = batch(connection, TOUCH, List.copyOf(streams.entrySet()), (row, stream) -> {
            row.setLong(1, stream.getValue().newest);
            row.setLong(2, stream.getValue().newest);
            stream.getKey().bind(row, 3);
        });
        int removed = batch(
                connection,
                REMOVE,
                entries,
                (row, entry) -> row.setLong(entry.stream().bind(row, 1), entry.position()));
        int stored = batch(connection, STORE, entries, (row, entry) -> {
            InboundMessage message = entry.message();
            int next = entry.stream().bind(row, 1);
            row.setString(next, message.messageId());
            row.setLong(next + 1, entry.position());
            row.setString(next + 2, message.user().userId());
            row.setLong(next + 3, micros(message.time()));
            row.setString(next + 4, message.text());
        });
        return held < streams.size() ? entries.size() : entries.size() - Math.min(removed, stored);
    }

    /** Executes a statement for each of many things; returns how many rows it changed. */
    private static <T> int batch(Connection connection, String sql, List<T> items, Binding<T> binding)
            throws SQLException {
        int changed = 0;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (T item : items) {
                binding.bind(statement, item);
                statement.addBatch();
            }
            for (int count : statement.executeBatch()) {
                changed += count;
            }
        }
        return changed;
    }

    private <T> T transaction(Transaction<T> transaction) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            T result = transaction.in(connection);
            connection.commit();
            connection.setAutoCommit(true);
            return result;
        }
    }

    private static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }
}
