package org.maibot.isolation.examples.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.table;
import static org.maibot.isolation.testkit.IsolationAssertions.assertThat;
import static org.maibot.isolation.testkit.IsolationAssertions.assertThatRefused;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.IsolationViolationException;
import org.maibot.isolation.ViolationReason;
import org.maibot.isolation.heartflow.Heartflow;
import org.maibot.isolation.heartflow.HeartflowProcessor;
import org.maibot.isolation.heartflow.InboundMessage;
import org.maibot.isolation.heartflow.OutboundSender;
import org.maibot.isolation.heartflow.Outcome;
import org.maibot.isolation.heartflow.Reply;
import org.maibot.isolation.heartflow.ReplyGenerator;
import org.maibot.isolation.jdbc.IsolatingDataSource;
import org.maibot.isolation.jdbc.Isolation;
import org.maibot.isolation.jdbc.SchemaFinding;
import org.maibot.isolation.jdbc.TableRules;
import org.maibot.isolation.query.Message;
import org.maibot.isolation.testkit.Canaries;
import org.maibot.isolation.testkit.GeneratorReport;
import org.maibot.isolation.testkit.IsolatedStoreContract;
import org.maibot.isolation.testkit.IsolationExtension;
import org.maibot.isolation.testkit.IsolationTest;
import org.maibot.isolation.testkit.StatementCapture;
import org.maibot.isolation.testkit.StatementGenerator;
import org.maibot.isolation.testkit.TwinCheck;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteDataSource;

/** The Java code on the README page and the page on testing, word for word, and the check that it is. */
class ReadmeExamplesTest {
    private static final Pattern JAVA_BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @Test
    void twoTenantsDoNotSeeEachOther() {
        try (Isolation isolation = Isolation.open("jdbc:sqlite::memory:")) {
            IsolationContext acme = isolation.createIsolationContext("acme", "support", "discord", "channel-42");
            IsolationContext globex = isolation.createIsolationContext("globex", "support", "discord", "channel-42");

            Message hello = new Message("m-1", "user-7", Message.Role.USER, Instant.now(), "hello from acme");
            isolation.queries(acme).messages().append(hello);

            DSLContext dsl = isolation.dsl(globex); // jOOQ; every statement is scoped
            assertThat(dsl.fetchCount(table("messages"))).isZero();
            assertThat(isolation.queries(acme).messages().count()).isEqualTo(1);
        }
    }

    @Test
    void messagesGoInAndRepliesOut() throws Exception {
        Logger log = LoggerFactory.getLogger(getClass());
        try (Isolation isolation = Isolation.open("jdbc:sqlite::memory:")) {
            ReplyGenerator generator = request -> CompletableFuture.completedFuture(
                    Reply.of("You said: " + request.message().text()));
            OutboundSender sender = message ->
                    CompletableFuture.runAsync(() -> log.info("to {}: {}", message.stream(), message.text()));
            try (Heartflow heartflow = Heartflow.on(isolation)
                    .replyGenerator(generator)
                    .sender(sender)
                    .build()) {
                HeartflowProcessor support = heartflow.createHeartflowProcessor("acme", "support");
                InboundMessage message = InboundMessage.builder()
                        .tenantId("acme") // what the message claims: another claim, or none, is refused
                        .agentId("support")
                        .platform("qq")
                        .group("group-1")
                        .messageId("m-1")
                        .user("user-7")
                        .time(Instant.now())
                        .text("hello")
                        .build();
                Outcome outcome = support.processAndWait(message, Duration.ofSeconds(10));
                assertThat(outcome).isInstanceOf(Outcome.Replied.class);
            }
        }
    }

    @Test
    void contextsTravelWithCode() {
        Logger log = LoggerFactory.getLogger(getClass());
        try (Isolation isolation = Isolation.open("jdbc:sqlite::memory:")) {
            IsolationContext tenant = isolation.createIsolationContext("acme");
            IsolationContext chat = tenant.narrow()
                    .agent("support")
                    .platform("qq")
                    .chatStream("g1")
                    .build();

            chat.run(() -> log.info("tenant_id and its like are in slf4j's MDC here"));
            ExecutorService pool = chat.wrap(Executors.newFixedThreadPool(2)); // its tasks run in the chat's context
            pool.shutdown();
            assertThat(tenant.contains(chat)).isTrue();
        }
    }

    @Test
    void aHostKeepsItsTables() throws Exception {
        Path file = Files.createTempFile("readme", ".db");
        SQLiteDataSource sqlite = new SQLiteDataSource();
        sqlite.setUrl("jdbc:sqlite:" + file);
        DataSource dataSource = sqlite;
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("create table languages (code text primary key)");
            statement.execute("create table legacy_logs (customer text not null, bot text not null, line text)");
        }
        Isolation isolation = Isolation.builder()
                .dataSource(dataSource)
                .createSchema(false)
                .globalTables("languages") // readable in every scope
                .table("legacy_logs", t -> t.tenant("customer").agent("bot")) // other column names
                .open();
        DSLContext dsl = isolation.dsl(IsolationContext.of("acme", "support"));
        dsl.insertInto(table("legacy_logs"), field("line")).values("one").execute();
        assertThat(dsl.fetchSingle(table("legacy_logs")).intoList()).isEqualTo(List.of("acme", "support", "one"));
        isolation.close();
        Files.delete(file);
    }

    @Test
    void theSchemaIsAudited() throws Exception {
        Logger log = LoggerFactory.getLogger(getClass());
        Path file = Files.createTempFile("readme", ".db");
        SQLiteDataSource dataSource = new SQLiteDataSource();
        dataSource.setUrl("jdbc:sqlite:" + file);
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("create table notes (tenant_id text not null, id integer unique)");
        }
        Isolation isolation = Isolation.builder()
                .dataSource(dataSource)
                .createSchema(false)
                .acceptFinding("missing-index:notes", "ten rows in all") // an error when it is no longer found
                .refuseSchemaErrors() // without this they are reported only
                .open();
        for (SchemaFinding finding : isolation.schemaFindings()) { // those that are not accepted
            log.info("{} {}: {}", finding.severity(), finding.name(), finding.message());
        }
        assertThat(isolation.schemaFindings()).extracting(SchemaFinding::name).containsExactly("unique-key:notes.(id)");
        isolation.close();
        Files.delete(file);
    }

    @Test
    void textGoesThroughADataSource() throws SQLException {
        try (Isolation isolation = Isolation.open("jdbc:sqlite::memory:")) {
            IsolationContext acme = isolation.createIsolationContext("acme");
            DataSource scoped = isolation.dataSource(
                    acme); // or isolation.dataSource(): the context that is current where it is used
            try (Connection connection = scoped.getConnection();
                    PreparedStatement statement =
                            connection.prepareStatement("select count(*) from messages where text like ?")) {
                statement.setString(1, "%hello%"); // only acme's messages are counted
                ResultSet count = statement.executeQuery();
                assertThat(count.next()).isTrue();
                assertThat(count.getInt(1)).isZero();
            }
        }
    }

    @Test
    void crossingIsRefused() {
        try (Isolation isolation = Isolation.open("jdbc:sqlite::memory:")) {
            IsolationContext acme = isolation.createIsolationContext("acme");
            assertThatThrownBy(() -> isolation
                            .dsl(acme)
                            .update(table("agents"))
                            .set(field("tenant_id"), "globex")
                            .execute())
                    .isInstanceOf(IsolationViolationException.class)
                    .hasMessage(
                            "The statement gives the tenant_id of agents a value other than its isolation context's (at"
                                    + " character 31). Leave the column out, it is filled in, or give the context's own value.");
        }
    }

    /** A repository of a host's. */
    private record Notes(DataSource database) {
        List<String> titles() throws SQLException {
            List<String> titles = new ArrayList<>();
            try (Connection connection = database.getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("select title from note")) {
                while (row.next()) {
                    titles.add(row.getString(1));
                }
            }
            return titles;
        }

        int addAndTag(String title, String tag) throws SQLException {
            try (Connection connection = database.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.executeUpdate("insert into note (title) values ('" + title + "')");
                return statement.executeUpdate("insert into tag (note_id, tag) select id, '" + tag
                        + "' from note where title = '" + title + "'");
            }
        }
    }

    private static DataSource notes(Path directory) throws SQLException {
        SQLiteDataSource dataSource = new SQLiteDataSource();
        dataSource.setUrl("jdbc:sqlite:" + directory.resolve("notes.db"));
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table note (id integer primary key, tenant_id text not null, title text)");
            statement.execute("create table tag (tenant_id text not null, note_id integer, tag text)");
            statement.execute("create table language (code text)");
            statement.execute("insert into note values (1, 'acme', 'our first'), (2, 'globex', 'their first')");
        }
        return dataSource;
    }

    @Test
    void theStatementsThatGoOutAreCaptured(@TempDir Path directory) throws Exception {
        DataSource dataSource = notes(directory);
        IsolationContext acme = IsolationContext.of("acme");

        StatementCapture capture = new StatementCapture();
        TableRules rules = TableRules.builder().statementListener(capture).readFrom(dataSource);
        new Notes(IsolatingDataSource.wrap(dataSource, rules, () -> acme)).addAndTag("new", "fresh");

        assertThat(capture).hasAtMost(2).allIn(acme).touchedOnly("note", "tag").everyReferenceIsConstrained();
    }

    @Test
    void codeIsComparedWithATwin(@TempDir Path directory) throws Exception {
        Logger log = LoggerFactory.getLogger(getClass());
        DataSource dataSource = notes(directory);
        IsolationContext acme = IsolationContext.of("acme");
        IsolationContext globex = IsolationContext.of("globex");

        TableRules rules = TableRules.builder().globalTables("language").readFrom(dataSource);
        try (TwinCheck twins = TwinCheck.of(dataSource, rules)) {
            twins.verify(acme, "select title from note where id = ? or title like ?", 2, "%first");
            twins.verify(acme, database -> new Notes(database).addAndTag("new", "fresh"));
            twins.verifyAll(List.of(acme, globex), "select title from note", "delete from tag");
        }

        try (TwinCheck twins = TwinCheck.of(dataSource, rules)) {
            GeneratorReport report = StatementGenerator.on(twins)
                    .contexts(acme, globex)
                    .lasting(Duration.ofSeconds(2)) // or statements(10_000), and seed(…) for others
                    .verify();
            log.info("{}", report); // how many were answered, and how many refused for which reason
        }

        Canaries canaries = Canaries.in(dataSource, rules).plant();
        for (IsolationContext reader : canaries.contexts()) {
            DataSource confined = IsolatingDataSource.wrap(dataSource, rules, () -> reader);
            canaries.requireNoneForeignTo(reader, new Notes(confined).titles());
        }

        DataSource scoped = IsolatingDataSource.wrap(dataSource, rules, () -> acme);
        assertThatRefused(() -> scoped.getConnection().prepareStatement("update note set tenant_id = 'globex'"))
                .withReason(ViolationReason.FOREIGN_SCOPE);
    }

    /** A host. */
    private static final class NotesBot {
        static Isolation open() {
            Isolation opened = Isolation.builder()
                    .jdbcUrl("jdbc:sqlite::memory:")
                    .createSchema(false)
                    .open();
            DSLContext dsl = opened.system("schema").dsl();
            dsl.execute("create table note (id integer primary key, tenant_id text not null, title text)");
            dsl.execute("create table tag (tenant_id text not null, note_id integer, tag text)");
            opened.refresh();
            return opened;
        }
    }

    @Nested
    class NotesIsolationTest {
        @RegisterExtension
        static final IsolationExtension isolation = IsolationExtension.of(NotesBot::open);

        @IsolationTest
        void notesStayInTheirScope(IsolationContext mine, Isolation runtime) throws Exception {
            new Notes(runtime.dataSource(mine)).addAndTag("new", "fresh");
        }

        @IsolationTest
        void codeDoesWhatItDoesAlone(IsolationContext mine, TwinCheck twins) throws Exception {
            twins.verifyRuntime(mine, runtime -> new Notes(runtime.dataSource(mine)).titles());
        }
    }

    @Nested
    class BotIsolationTest {
        @RegisterExtension
        static final IsolationExtension isolation = IsolationExtension.of(() -> Isolation.open("jdbc:sqlite::memory:"));

        @IsolationTest
        void aBotAnswersFromItsScopeOnly(IsolationContext mine, Isolation runtime, Canaries canaries) throws Exception {
            try (Heartflow heartflow = Heartflow.on(runtime)
                    .replyGenerator(request -> CompletableFuture.completedFuture(
                            Reply.of("After " + request.conversation().history())))
                    .sender(message -> CompletableFuture.completedFuture(true))
                    .streamIds(message -> mine.chatStreamId().orElseThrow())
                    .build()) {
                String agent = mine.agentId().orElseThrow();
                InboundMessage message = InboundMessage.builder()
                        .tenantId(mine.tenantId())
                        .agentId(agent)
                        .platform(mine.platform().orElseThrow())
                        .messageId("m-1")
                        .user("user-7")
                        .time(Instant.now())
                        .text("hello")
                        .build();
                Outcome outcome = heartflow
                        .createHeartflowProcessor(mine.tenantId(), agent)
                        .processAndWait(message, Duration.ofSeconds(30));

                assertThat(outcome).isInstanceOf(Outcome.Replied.class);
                canaries.requireNoneForeignTo(mine, outcome);
            }
        }
    }

    /** What a fresh host adds: one dependency, and a test of this length. */
    @Test
    void aFirstIsolationTestHasUnder15Lines() throws Exception {
        String test = JAVA_BLOCK
                .matcher(page("docs/testing.md"))
                .results()
                .map(match -> match.group(1))
                .filter(block -> block.contains("IsolationExtension.of"))
                .findFirst()
                .orElseThrow();

        assertThat(test.lines().filter(line -> !line.isBlank()).count()).isLessThan(15);
    }

    private static String page(String name) throws IOException {
        return Files.readString(
                Path.of("").toAbsolutePath().getParent().getParent().resolve(name));
    }

    /** A cache of a host's. */
    private static final class NotesCache {
        private record Key(IsolationContext scope, String note) {}

        private final Map<Key, String> notes = new ConcurrentHashMap<>();

        void put(IsolationContext scope, String note, String text) {
            notes.put(new Key(scope, note), text);
        }

        Optional<String> get(IsolationContext scope, String note) {
            return Optional.ofNullable(notes.get(new Key(scope, note)));
        }

        Map<String, String> all(IsolationContext scope) {
            return notes.entrySet().stream()
                    .filter(note -> note.getKey().scope().equals(scope))
                    .collect(Collectors.toMap(note -> note.getKey().note(), Map.Entry::getValue));
        }

        void remove(IsolationContext scope, String note) {
            notes.remove(new Key(scope, note));
        }
    }

    @Nested
    class NotesCacheTest extends IsolatedStoreContract<String> {
        private final NotesCache cache = new NotesCache(); // empty in each test

        @Override
        protected void put(IsolationContext context, String key, String value) {
            cache.put(context, key, value);
        }

        @Override
        protected Optional<String> get(IsolationContext context, String key) {
            return cache.get(context, key);
        }

        @Override
        protected Map<String, String> list(IsolationContext context) {
            return cache.all(context);
        }

        @Override
        protected void remove(IsolationContext context, String key) {
            cache.remove(context, key);
        }

        @Override
        protected String value(int seed) {
            return "note " + seed;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/testing.md"})
    void theCodeOnThePageIsTheCodeAbove(String name) throws Exception {
        String here = squeeze(Files.readString(
                Path.of("src/test/java").resolve(getClass().getName().replace('.', '/') + ".java")));
        List<String> blocks = JAVA_BLOCK
                .matcher(page(name))
                .results()
                .map(match -> match.group(1))
                .toList();
        assertThat(blocks)
                .hasSizeGreaterThan(1)
                .allSatisfy(block -> assertThat(here).contains(squeeze(block)));
    }

    private static String squeeze(String code) {
        return code.replaceAll("\\s+", "");
    }
}
