package org.maibot.isolation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jooq.DSLContext;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.query.Message;
import org.maibot.isolation.query.MessageQueries;

/**
 * A thousand scopes on which many threads work at the same time, and what these are known to have done. Each row says
 * whose it is in its text. Safe for use by several threads.
 */
final class BusyScopes {
    /** What the host's table needs; each scope has a counter in it, and entries. */
    static final String TABLE = "create table ledger (tenant_id varchar(128) not null, agent_id varchar(128) not null,"
            + " platform varchar(128) not null, chat_stream_id varchar(128) not null, entry_id varchar(128) not null,"
            + " n bigint not null, text varchar(200) not null,"
            + " primary key (tenant_id, agent_id, platform, chat_stream_id, entry_id))";

    private static final int TENANTS = 50;
    private static final int STREAMS = 20;
    private static final int LONG_TEXT = 20_000;
    private static final int BATCH = 3;
    private static final String INSERT = "insert into ledger (entry_id, n, text) values (?, 0, ?)";

    private final Isolation isolation;
    private final List<SqlDoor> doors;
    private final List<IsolationContext> scopes;
    private final AtomicLong lastEntry = new AtomicLong();
    private final AtomicLongArray counted = new AtomicLongArray(TENANTS * STREAMS);
    private final AtomicLongArray entries = new AtomicLongArray(TENANTS * STREAMS);
    private final AtomicLongArray messages = new AtomicLongArray(TENANTS * STREAMS);

    BusyScopes(Isolation isolation) {
        this.isolation = isolation;
        this.doors = SqlDoor.of(isolation);
        this.scopes = IntStream.range(0, TENANTS * STREAMS)
                .mapToObj(i -> isolation.createIsolationContext("t" + i / STREAMS, "bot", "qq", "g" + i % STREAMS))
                .toList();
        Object[][] counters = IntStream.range(0, scopes.size())
                .mapToObj(i -> new Object[] {"t" + i / STREAMS, "bot", "qq", "g" + i % STREAMS, "counter", 0, text(i)})
                .toArray(Object[][]::new);
        isolation
                .system("the counters")
                .dsl()
                .transaction(transaction -> transaction
                        .dsl()
                        .batch("insert into ledger values (?, ?, ?, ?, ?, ?, ?)", counters)
                        .execute());
    }

    /** The text of all rows of a scope. */
    private static String text(int scope) {
        return "of scope " + scope + ".";
    }

    /** Does something in some scope, through some door. */
    void step() throws Exception {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        int scope = random.nextInt(scopes.size());
        SqlDoor door = doors.get(random.nextInt(doors.size()));
        switch (random.nextInt(8)) {
            case 0 -> read(scope, door, "select text from ledger where entry_id <> ?", "none");
            case 1 -> read(scope, door, "select text from ledger where entry_id <> '" + longText(random) + "'");
            case 2 -> read(scope, door, "select l.text from ledger l left join messages m on m.time = l.n + 1");
            case 3 -> insertAndDelete(scope, door);
            case 4 -> insertBatch(scope, door);
            case 5, 6 -> count(scope, door);
            default -> append(scope);
        }
    }

    private static String longText(ThreadLocalRandom random) {
        return Long.toHexString(random.nextLong()).repeat(LONG_TEXT / 16);
    }

    private void read(int scope, SqlDoor door, String sql, Object... values) throws Exception {
        List<List<String>> rows = door.rows(scopes.get(scope), sql, values);
        assertThat(rows).isNotEmpty().allMatch(row -> row.equals(List.of(text(scope))));
    }

    private String entry() {
        return "e-" + lastEntry.incrementAndGet();
    }

    private void insertAndDelete(int scope, SqlDoor door) throws Exception {
        String entry = entry();
        assertThat(door.execute(scopes.get(scope), INSERT, entry, text(scope))).isEqualTo(1);
        int other = (scope + 1) % scopes.size();
        assertThat(door.execute(scopes.get(other), "delete from ledger where entry_id = ?", entry))
                .isZero();
        assertThat(door.execute(scopes.get(scope), "delete from ledger where entry_id = ?", entry))
                .isEqualTo(1);
    }

    private void insertBatch(int scope, SqlDoor door) throws Exception {
        Object[][] rows = new Object[BATCH][];
        for (int i = 0; i < BATCH; i++) {
            rows[i] = new Object[] {entry(), text(scope)};
        }
        assertThat(door.batch(scopes.get(scope), INSERT, rows)).isEqualTo(BATCH);
        entries.addAndGet(scope, BATCH);
    }

    private void count(int scope, SqlDoor door) throws Exception {
        assertThat(door.execute(scopes.get(scope), "update ledger set n = n + 1 where entry_id = 'counter'"))
                .isEqualTo(1);
        counted.incrementAndGet(scope);
    }

    private void append(int scope) {
        MessageQueries queries = isolation.queries(scopes.get(scope)).messages();
        assertThat(queries.append(new Message(entry(), "user", Message.Role.USER, Instant.EPOCH, text(scope))))
                .isTrue();
        messages.incrementAndGet(scope);
        assertThat(queries.recent(5).messages())
                .isNotEmpty()
                .allMatch(message -> message.text().equals(text(scope)));
    }

    /** Asserts that the database holds what was done, and nothing else. */
    void assertNothingIsLost() {
        DSLContext system = isolation.system("what the scopes did").dsl();
        assertThat(numbers(system, "select text, n from ledger where entry_id = 'counter'"))
                .isEqualTo(expected(counted::get));
        assertThat(numbers(system, "select text, count(*) - 1 from ledger group by text"))
                .isEqualTo(expected(entries::get));
        Map<String, Long> appended = expected(messages::get);
        appended.values().removeIf(number -> number == 0);
        assertThat(numbers(system, "select text, count(*) from messages group by text"))
                .isEqualTo(appended);
        assertThat(system.fetch("select distinct tenant_id, chat_stream_id, text from ledger"))
                .hasSize(scopes.size());
    }

    private static Map<String, Long> numbers(DSLContext system, String sql) {
        return system.fetch(sql).stream()
                .collect(Collectors.toMap(row -> row.get(0, String.class), row -> row.get(1, Long.class)));
    }

    private Map<String, Long> expected(Function<Integer, Long> number) {
        return IntStream.range(0, scopes.size()).boxed().collect(Collectors.toMap(BusyScopes::text, number));
    }
}
