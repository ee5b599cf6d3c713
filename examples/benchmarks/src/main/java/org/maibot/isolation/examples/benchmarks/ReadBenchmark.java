package org.maibot.isolation.examples.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.ChatLogImporter;
import org.maibot.isolation.jdbc.Isolation;
import org.maibot.isolation.query.Message;
import org.maibot.isolation.query.MessagePage;
import org.maibot.isolation.query.StoredMessage;
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
 * Reads from one chat stream, by the query manager and by hand-written jOOQ with explicit predicates that makes the same
 * values: the latest ten messages, and one message by its id.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 8, time = 1)
@Fork(2)
public class ReadBenchmark {
    private static final Table<Record> MESSAGES = DSL.table(DSL.name("messages"));
    private static final Field<String> TENANT_ID = text("tenant_id");
    private static final Field<String> AGENT_ID = text("agent_id");
    private static final Field<String> PLATFORM = text("platform");
    private static final Field<String> CHAT_STREAM_ID = text("chat_stream_id");
    private static final Field<String> MESSAGE_ID = text("message_id");
    private static final Field<String> USER_ID = text("user_id");
    private static final Field<String> ROLE = text("role");
    private static final Field<String> TEXT = text("text");
    private static final Field<Long> SEQUENCE = number("sequence");
    private static final Field<Long> TIME = number("time");

    private Path directory;
    private Isolation isolation;
    private DSLContext plain;
    private List<IsolationContext> contexts;

    private static Field<String> text(String column) {
        return DSL.field(DSL.name("messages", column), SQLDataType.VARCHAR);
    }

    private static Field<Long> number(String column) {
        return DSL.field(DSL.name("messages", column), SQLDataType.BIGINT);
    }

    /** Fills a database. */
    @Setup
    public void open() throws IOException {
        directory = Files.createTempDirectory("read-benchmark");
        isolation = Isolation.open("jdbc:sqlite:" + directory.resolve("chat.db"));
        Path log = ChatLogs.write(directory.resolve("chat.jsonl"));
        new ChatLogImporter(isolation).importFrom(log);
        plain = isolation.system("benchmark").dsl();
        contexts = ChatLogs.rows().stream()
                .map(row -> IsolationContext.of(row.tenant(), row.agent(), row.platform(), row.stream()))
                .distinct()
                .toList();
    }

    /** Removes it. */
    @TearDown
    public void close() throws IOException {
        isolation.close();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    private IsolationContext anyContext() {
        return contexts.get(ThreadLocalRandom.current().nextInt(contexts.size()));
    }

    /** The latest ten by the query manager. */
    @Benchmark
    public MessagePage latestTen() {
        return isolation.queries(anyContext()).messages().recent(10);
    }

    /** The latest ten by hand. */
    @Benchmark
    public MessagePage latestTenHandWritten() {
        IsolationContext context = anyContext();
        List<StoredMessage> messages = plain.select(MESSAGE_ID, SEQUENCE, USER_ID, ROLE, TIME, TEXT)
                .from(MESSAGES)
                .where(of(context))
                .orderBy(TIME.desc(), SEQUENCE.desc())
                .limit(10)
                .fetch(row -> message(context, row));
        Collections.reverse(messages);
        return new MessagePage(messages);
    }

    /** One message by the query manager. */
    @Benchmark
    public StoredMessage pointRead() {
        return isolation.queries(anyContext()).messages().find("m-7").orElseThrow();
    }

    /** One message by hand. */
    @Benchmark
    public StoredMessage pointReadHandWritten() {
        IsolationContext context = anyContext();
        return plain.select(MESSAGE_ID, SEQUENCE, USER_ID, ROLE, TIME, TEXT)
                .from(MESSAGES)
                .where(of(context).and(MESSAGE_ID.eq("m-7")))
                .fetchOptional(row -> message(context, row))
                .orElseThrow();
    }

    private static Condition of(IsolationContext context) {
        return TENANT_ID
                .eq(context.tenantId())
                .and(AGENT_ID.eq(context.agentId().orElseThrow()))
                .and(PLATFORM.eq(context.platform().orElseThrow()))
                .and(CHAT_STREAM_ID.eq(context.chatStreamId().orElseThrow()));
    }

    private static StoredMessage message(IsolationContext context, Record row) {
        return new StoredMessage(
                context,
                row.get(SEQUENCE),
                new Message(
                        row.get(MESSAGE_ID),
                        row.get(USER_ID),
                        Message.Role.valueOf(row.get(ROLE).toUpperCase(Locale.ROOT)),
                        Instant.EPOCH.plus(row.get(TIME), ChronoUnit.MICROS),
                        row.get(TEXT)));
    }
}
