package org.maibot.isolation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.maibot.isolation.IsolationContext;

/** A scoped statement is done in the same way, by the same indexes, as one with conditions that were written by hand. */
class QueryPlansTest {
    private static final IsolationContext TENANT = IsolationContext.of("t-7");
    private static final IsolationContext AGENT = IsolationContext.of("t-7", "bot");
    private static final IsolationContext STREAM = IsolationContext.of("t-7", "bot", "qq", "g-3");

    private static final String STREAMS_OF_MESSAGES =
            " m on m.platform = s.platform and m.chat_stream_id = s.chat_stream_id";

    private static PlannedStatement in(IsolationContext context, String sql, String byHand, Object... values) {
        return new PlannedStatement(context, sql, byHand, List.of(values));
    }

    private static final List<PlannedStatement> READS = List.of(
            in(
                    STREAM,
                    "select text from messages where message_id = ?",
                    "select text from messages where {messages} and message_id = ?",
                    "m-7"),
            in(
                    STREAM,
                    "select text from messages order by time desc, sequence desc limit 10",
                    "select text from messages where {messages} order by time desc, sequence desc limit 10"),
            in(
                    STREAM,
                    "select text from messages where (time, sequence) < (?, ?) order by time desc, sequence desc limit 10",
                    "select text from messages where {messages} and (time, sequence) < (?, ?)"
                            + " order by time desc, sequence desc limit 10",
                    3_675_000,
                    3675),
            in(
                    STREAM,
                    "select text from messages order by sequence desc limit 10",
                    "select text from messages where {messages} order by sequence desc limit 10"),
            in(STREAM, "select count(*) from messages", "select count(*) from messages where {messages}"),
            in(TENANT, "select count(*) from messages", "select count(*) from messages where {messages}"),
            in(
                    TENANT,
                    "select message_id, text from messages where user_id = ? order by time desc limit 20",
                    "select message_id, text from messages where {messages} and user_id = ? order by time desc limit 20",
                    "u-3"),
            in(
                    STREAM,
                    "select title from memory_chest order by created_at desc limit 10",
                    "select title from memory_chest where tenant_id = ? and agent_id = ? and (platform = ? or platform is null)"
                            + " and (chat_stream_id = ? or chat_stream_id is null) order by created_at desc limit 10",
                    "t-7",
                    "bot",
                    "qq",
                    "g-3"),
            in(
                    STREAM,
                    "select job_id from jobs where state = ? and due < ? order by due limit 5",
                    "select job_id from jobs where {jobs} and state = ? and due < ? order by due limit 5",
                    "open",
                    3600));

    private static final List<PlannedStatement> JOINS = List.of(
            in(
                    AGENT,
                    "select s.name, count(*) from chat_streams s join messages" + STREAMS_OF_MESSAGES
                            + " group by s.name",
                    "select s.name, count(*) from chat_streams s join messages" + STREAMS_OF_MESSAGES
                            + " where {s} and {m} group by s.name"),
            in(
                    AGENT,
                    "select s.chat_stream_id, max(m.time) from chat_streams s left join messages" + STREAMS_OF_MESSAGES
                            + " group by s.chat_stream_id",
                    "select s.chat_stream_id, max(m.time) from chat_streams s left join messages" + STREAMS_OF_MESSAGES
                            + " and {m} where {s} group by s.chat_stream_id"),
            in(
                    STREAM,
                    "select m.text, j.due from messages m, jobs j where j.due = m.sequence and j.state = ?",
                    "select m.text, j.due from messages m, jobs j where {m} and {j} and j.due = m.sequence and j.state = ?",
                    "open"),
            in(
                    AGENT,
                    "select text from messages where chat_stream_id in (select chat_stream_id from chat_streams where"
                            + " last_active_at > ?)",
                    "select text from messages where {messages} and chat_stream_id in (select chat_stream_id from"
                            + " chat_streams where {chat_streams} and last_active_at > ?)",
                    77),
            in(
                    AGENT,
                    "select s.name from chat_streams s where not exists (select 1 from messages" + " m where"
                            + " m.platform = s.platform and m.chat_stream_id = s.chat_stream_id and m.time > ?)",
                    "select s.name from chat_streams s where {s} and not exists (select 1 from messages m where {m} and"
                            + " m.platform = s.platform and m.chat_stream_id = s.chat_stream_id and m.time > ?)",
                    3_600_000),
            in(
                    STREAM,
                    "with recent as (select user_id, time from messages where time > ?)"
                            + " select user_id, count(*) from recent group by user_id",
                    "with recent as (select user_id, time from messages where {messages} and time > ?)"
                            + " select user_id, count(*) from recent group by user_id",
                    3_600_000),
            in(
                    AGENT,
                    "select * from (select chat_stream_id, text, row_number() over (partition by platform,"
                            + " chat_stream_id order by time desc) as n from messages) x where n = 1",
                    "select * from (select chat_stream_id, text, row_number() over (partition by platform,"
                            + " chat_stream_id order by time desc) as n from messages where {messages}) x where n = 1"),
            in(
                    STREAM,
                    "select text from messages where message_id = ? union all select content from memory_chest where"
                            + " memory_id = ?",
                    "select text from messages where {messages} and message_id = ? union all select content from"
                            + " memory_chest where tenant_id = 't-7' and agent_id = 'bot' and (platform = 'qq' or platform"
                            + " is null) and (chat_stream_id = 'g-3' or chat_stream_id is null) and memory_id = ?",
                    "m-7",
                    "e-7"));

    private static final List<PlannedStatement> WRITES = List.of(
            in(
                    STREAM,
                    "update messages set text = ? where message_id = ?",
                    "update messages set text = ? where {messages} and message_id = ?",
                    "other",
                    "m-7"),
            in(STREAM, "delete from messages", "delete from messages where {messages}"),
            in(
                    AGENT,
                    "delete from messages where platform = ? and chat_stream_id = ?",
                    "delete from messages where {messages} and platform = ? and chat_stream_id = ?",
                    "qq",
                    "g-3"),
            in(
                    STREAM,
                    "update jobs set state = 'done' where state = 'open' and due < ?",
                    "update jobs set state = 'done' where {jobs} and state = 'open' and due < ?",
                    3600),
            in(
                    STREAM,
                    "insert into jobs (job_id, state, due) select sequence, 'new', time from messages where time > ?",
                    "insert into jobs (tenant_id, agent_id, platform, chat_stream_id, job_id, state, due) select 't-7',"
                            + " 'bot', 'qq', 'g-3', sequence, 'new', time from messages where {messages} and time > ?",
                    3_600_000));

    private static final List<PlannedStatement> OTHERS = List.of(
            in(
                    AGENT,
                    "select name, text from chat_streams left join messages using (platform, chat_stream_id)",
                    "select name, text from chat_streams left join messages on messages.platform = chat_streams.platform"
                            + " and messages.chat_stream_id = chat_streams.chat_stream_id and {messages}"
                            + " where {chat_streams}"),
            in(
                    AGENT,
                    "select s.name, m.text from chat_streams s join messages m using (platform, chat_stream_id) where m.time > ?",
                    "select s.name, m.text from chat_streams s join messages m using (platform, chat_stream_id) where {s} and {m} and m.time > ?",
                    3_600_000),
            in(
                    AGENT,
                    "select s.name, m.text from messages m right join chat_streams s on m.platform = s.platform and m.chat_stream_id = s.chat_stream_id",
                    "select s.name, m.text from messages m right join chat_streams s on m.platform = s.platform and m.chat_stream_id = s.chat_stream_id and {m} where {s}"),
            in(
                    STREAM,
                    "select a.text, b.text from messages a join messages b on b.sequence = a.sequence + 1 where a.message_id = ?",
                    "select a.text, b.text from messages a join messages b on b.sequence = a.sequence + 1 where {a} and {b} and a.message_id = ?",
                    "m-7"),
            in(
                    AGENT,
                    "select s.name, (select count(*) from messages m where m.platform = s.platform and m.chat_stream_id = s.chat_stream_id) as n from chat_streams s",
                    "select s.name, (select count(*) from messages m where {m} and m.platform = s.platform and m.chat_stream_id = s.chat_stream_id) as n from chat_streams s where {s}"),
            in(
                    STREAM,
                    "select text from messages where message_id = ? or time = ?",
                    "select text from messages where {messages} and (message_id = ? or time = ?)",
                    "m-1",
                    3_650_000),
            in(
                    STREAM,
                    "select text from messages where message_id in (?, ?, ?)",
                    "select text from messages where {messages} and message_id in (?, ?, ?)",
                    "m-1",
                    "m-2",
                    "m-3"),
            in(
                    STREAM,
                    "select * from messages natural left join jobs",
                    "select * from messages natural left join (select * from jobs where {jobs}) jobs where {messages}"),
            in(
                    TENANT,
                    "select platform, chat_stream_id, count(*) from messages group by platform, chat_stream_id",
                    "select platform, chat_stream_id, count(*) from messages where {messages} group by platform, chat_stream_id"),
            in(
                    STREAM,
                    "delete from jobs where due in (select sequence from messages where user_id = ?)",
                    "delete from jobs where {jobs} and due in (select sequence from messages where {messages} and user_id = ?)",
                    "u-1"));

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRESQL_18", "MYSQL", "MARIADB"})
    void areThoseOfStatementsWrittenByHand(TestDatabase kind) throws SQLException {
        List<String> differences = new ArrayList<>();
        try (PlannedDatabase database = new PlannedDatabase(kind)) {
            for (List<PlannedStatement> statements : List.of(READS, JOINS, WRITES, OTHERS)) {
                for (PlannedStatement statement : statements) {
                    differences.addAll(database.difference(statement));
                }
            }
        }
        assertThat(differences).isEmpty();
    }
}
