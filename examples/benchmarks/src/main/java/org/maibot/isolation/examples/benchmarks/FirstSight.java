package org.maibot.isolation.examples.benchmarks;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/**
 * Statements that are prepared and seen for the first time: each text is a new one by its aliases or literals, through the
 * isolating data source and with its predicates by hand.
 */
final class FirstSight {
    private static final String DIGEST = "with recent as (select m.user_id, m.platform, m.chat_stream_id, m.time"
            + " from messages m${whereM} order by m.time desc limit 100)"
            + " select r.user_id, s.name, count(*), max(r.time) from recent r left join chat_streams s"
            + " on s.platform = r.platform and s.chat_stream_id = r.chat_stream_id${andS}"
            + " where r.time > #{since} and exists (select 1 from messages m"
            + " where m.user_id = r.user_id and m.role = 'user'${andM})"
            + " group by r.user_id, s.name having count(*) > 1 order by count(*) desc";
    private static final List<String> TEXTS =
            List.of(Statements.FIND, Statements.LATEST_TEN, Statements.SHARES, Statements.INSERT, DIGEST);
    private static final int COPIES = 20;

    /** How many texts there are in a slice. */
    static final int SLICE = COPIES * TEXTS.size();

    private final DataSource handWritten;
    private final DataSource isolated;
    private int copy;

    FirstSight(ChatDatabase database) {
        this.handWritten = database.pool();
        this.isolated = database.isolation().dataSource(database.chats().get(0));
    }

    /** Prepares new texts for a time, one slice of them at least; what they took. */
    Pairs measure(Duration time) throws Exception {
        Pairs pairs = new Pairs();
        long end = System.nanoTime() + time.toNanos();
        while (pairs.size() == 0 || System.nanoTime() < end) {
            int first = copy;
            pairs.add(
                    () -> prepare(handWritten, texts(first, Statements.BY_HAND)),
                    () -> prepare(isolated, texts(first, Statements.SCOPED)));
            copy += COPIES;
        }
        return pairs;
    }

    private static List<String> texts(int first, Map<String, String> byHand) {
        List<String> texts = new ArrayList<>();
        for (int copy = first; copy < first + COPIES; copy++) {
            for (String text : TEXTS) {
                texts.add(JdbcText.of(text, byHand)
                        .sql()
                        .replaceAll("\\bm\\b", "m" + copy)
                        .replace("'user'", "'user " + copy + "'"));
            }
        }
        return texts;
    }

    private static Slice prepare(DataSource dataSource, List<String> texts) throws Exception {
        try (Connection connection = dataSource.getConnection()) {
            return Slice.of(texts.size(), () -> prepare(connection, texts));
        }
    }

    private static void prepare(Connection connection, List<String> texts) throws SQLException {
        for (String text : texts) {
            connection.prepareStatement(text).close();
        }
    }
}
