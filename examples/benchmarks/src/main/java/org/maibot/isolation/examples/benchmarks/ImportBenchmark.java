package org.maibot.isolation.examples.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.maibot.isolation.jdbc.ChatLogImporter;
import org.maibot.isolation.jdbc.ImportReport;
import org.maibot.isolation.jdbc.Isolation;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The import of a chat log of 8,160 lines into an empty file, by the importer and by a hand-written JDBC batch: read the
 * lines, parse them, and insert the same rows into the same schema, 1,000 lines a transaction.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 15)
@Measurement(iterations = 30)
@Fork(2)
public class ImportBenchmark {
    private static final int BATCH = 1000;

    private Path directory;
    private Path log;
    private Isolation isolation;

    /** Creates an empty database with the canonical schema. */
    @Setup(Level.Iteration)
    public void open() throws IOException {
        directory = Files.createTempDirectory("import-benchmark");
        log = ChatLogs.write(directory.resolve("chat.jsonl"));
        isolation = Isolation.open("jdbc:sqlite:" + directory.resolve("chat.db"));
    }

    /** Removes it. */
    @TearDown(Level.Iteration)
    public void close() throws IOException {
        isolation.close();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    /** The SDK's importer. */
    @Benchmark
    public ImportReport importer() throws IOException {
        return new ChatLogImporter(isolation).batchSize(BATCH).importFrom(log);
    }

    /** Hand-written. */
    @Benchmark
    public int handWritten() throws IOException {
        return isolation.system("benchmark").dsl().connectionResult(this::insertAll);
    }

    private int insertAll(Connection connection) throws SQLException, IOException {
        ObjectMapper mapper = new ObjectMapper();
        Set<String> known = new HashSet<>();
        connection.setAutoCommit(false);
        int lines = 0;
        try (Stream<String> log = Files.lines(this.log);
                PreparedStatement tenants = connection.prepareStatement(
                        "insert into tenants (tenant_id, created_at) values (?, 0) on conflict do nothing");
                PreparedStatement agents = connection.prepareStatement(
                        "insert into agents (tenant_id, agent_id, created_at) values (?, ?, 0) on conflict do nothing");
                PreparedStatement streams =
                        connection.prepareStatement("insert into chat_streams (tenant_id, agent_id, platform,"
                                + " chat_stream_id, created_at, last_active_at, next_sequence)"
                                + " values (?, ?, ?, ?, 0, 0, 1) on conflict do nothing");
                PreparedStatement messages = connection.prepareStatement("insert into messages (tenant_id, agent_id,"
                        + " platform, chat_stream_id, message_id, sequence, user_id, role, time, text)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing")) {
            for (String line : (Iterable<String>) log::iterator) {
                JsonNode row = mapper.readTree(line);
                String[] scope = {
                    text(row, "tenant_id"), text(row, "agent_id"), text(row, "platform"), text(row, "chat_stream_id")
                };
                if (known.add(String.join("/", scope))) {
                    bind(tenants, scope, 1).addBatch();
                    bind(agents, scope, 2).addBatch();
                    bind(streams, scope, 4).addBatch();
                }
                bind(messages, scope, 4);
                messages.setString(5, text(row, "message_id"));
                messages.setLong(6, lines);
                messages.setString(7, text(row, "user_id"));
                messages.setString(8, text(row, "role"));
                messages.setLong(9, (long) (row.get("time").asDouble() * 1_000_000));
                messages.setString(10, text(row, "text"));
                messages.addBatch();
                if (++lines % BATCH == 0) {
                    flush(connection, tenants, agents, streams, messages);
                }
            }
            flush(connection, tenants, agents, streams, messages);
        }
        connection.setAutoCommit(true);
        return lines;
    }

    private static String text(JsonNode row, String name) {
        return row.get(name).asText();
    }

    private static PreparedStatement bind(PreparedStatement statement, String[] scope, int columns)
            throws SQLException {
        for (int i = 0; i < columns; i++) {
            statement.setString(i + 1, scope[i]);
        }
        return statement;
    }

    private static void flush(Connection connection, PreparedStatement... statements) throws SQLException {
        for (PreparedStatement statement : statements) {
            statement.executeBatch();
        }
        connection.commit();
    }
}
