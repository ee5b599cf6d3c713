package org.maibot.isolation.examples.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.ChatLogImporter;
import org.maibot.isolation.jdbc.Isolation;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * SQL text from one chat stream, by the isolating data source and by JDBC with hand-written predicates on the connection
 * below: the latest ten messages, and one message by its id. Both keep their connection, and prepare their statement each
 * time.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 8, time = 1)
@Fork(2)
public class TextBenchmark {
    private static final String SCOPE = " tenant_id = ? and agent_id = ? and platform = ? and chat_stream_id = ?";
    private static final String LATEST = "select message_id, user_id, time, text from messages";
    private static final String LATEST_TAIL = " order by time desc, sequence desc limit 10";

    private Path directory;
    private Isolation isolation;
    private Connection scoped;
    private Connection plain;
    private List<String> ids;

    /** Fills a database. */
    @Setup
    public void open() throws IOException, SQLException {
        directory = Files.createTempDirectory("text-benchmark");
        String url = "jdbc:sqlite:" + directory.resolve("chat.db");
        isolation = Isolation.open(url);
        new ChatLogImporter(isolation).importFrom(ChatLogs.write(directory.resolve("chat.jsonl")));
        ChatLogs.Row row = ChatLogs.rows().get(0);
        ids = List.of(row.tenant(), row.agent(), row.platform(), row.stream());
        scoped = isolation
                .dataSource(IsolationContext.of(ids.get(0), ids.get(1), ids.get(2), ids.get(3)))
                .getConnection();
        plain = DriverManager.getConnection(url);
    }

    /** Removes it. */
    @TearDown
    public void close() throws IOException, SQLException {
        scoped.close();
        plain.close();
        isolation.close();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    private static int read(PreparedStatement statement) throws SQLException {
        int length = 0;
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                length += rows.getString(1).length()
                        + rows.getString(2).length()
                        + (int) rows.getLong(3)
                        + rows.getString(4).length();
            }
        }
        return length;
    }

    private void bindScope(PreparedStatement statement) throws SQLException {
        for (int i = 0; i < ids.size(); i++) {
            statement.setString(i + 1, ids.get(i));
        }
    }

    /** The latest ten through the data source. */
    @Benchmark
    public int latestTen() throws SQLException {
        try (PreparedStatement statement = scoped.prepareStatement(LATEST + LATEST_TAIL)) {
            return read(statement);
        }
    }

    /** The latest ten by hand. */
    @Benchmark
    public int latestTenHandWritten() throws SQLException {
        try (PreparedStatement statement = plain.prepareStatement(LATEST + " where" + SCOPE + LATEST_TAIL)) {
            bindScope(statement);
            return read(statement);
        }
    }

    /** One message through the data source. */
    @Benchmark
    public int pointRead() throws SQLException {
        try (PreparedStatement statement = scoped.prepareStatement(LATEST + " where message_id = ?")) {
            statement.setString(1, "m-7");
            return read(statement);
        }
    }

    /** One message by hand. */
    @Benchmark
    public int pointReadHandWritten() throws SQLException {
        try (PreparedStatement statement = plain.prepareStatement(LATEST + " where" + SCOPE + " and message_id = ?")) {
            bindScope(statement);
            statement.setString(5, "m-7");
            return read(statement);
        }
    }
}
