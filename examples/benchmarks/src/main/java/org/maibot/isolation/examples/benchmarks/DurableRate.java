package org.maibot.isolation.examples.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.maibot.isolation.heartflow.InboundMessage;
import org.maibot.isolation.jdbc.Isolation;

/** How many messages a heartflow with an inbox on a database handles, beside the same writes in JDBC by hand. */
final class DurableRate implements AutoCloseable {
    private final Product product;
    private final HeartflowSizes.Size size;
    private final Talk talk;
    private final Talk byHand;
    private final CommitCounter commits = new CommitCounter();
    private final Server server;
    private final HikariDataSource pool;
    private final Isolation isolation;
    private final Bot bot;
    private final HandWrittenInbox inbox;
    private int next;
    private int perTransaction;

    /** Opens a database. */
    DurableRate(Product product, HeartflowSizes.Size size) throws IOException, SQLException {
        this.product = product;
        this.size = size;
        this.talk = Talk.ofFour("support", size.streams());
        this.byHand = Talk.ofFour("by-hand", size.streams());
        this.server = product.start();
        this.pool = server.pool();
        this.isolation = Isolation.builder().dataSource(commits.count(pool)).open();
        this.bot = Bot.of(Bot.silent(isolation).build(), talk.tenants(), talk.agent());
        this.inbox = new HandWrittenInbox(pool, product);
        inbox.create(byHand);
    }

    /** Measures for a time, a quarter of which does not count. */
    Pairs measure(Duration time) throws Exception {
        inHeartflow(messages(talk)); // its transactions are the measure of those by hand
        return Rounds.measure(time, pairs -> {
            next += size.messages();
            vacuum();
            List<InboundMessage> toHand = messages(byHand);
            List<InboundMessage> toHeartflow = messages(talk);
            pairs.add(() -> byHand(toHand), () -> inHeartflow(toHeartflow));
        });
    }

    private List<InboundMessage> messages(Talk some) {
        return some.messages(next, size.messages());
    }

    /** How many messages there were in a transaction of the last round. */
    int perTransaction() {
        return perTransaction;
    }

    private Slice inHeartflow(List<InboundMessage> messages) throws Exception {
        commits.take();
        Slice slice = Slice.of(messages.size(), () -> Rush.of(messages, bot::process, Bot::hasNothingToSay));
        perTransaction = (int) Math.max(1, 2L * messages.size() / Math.max(1, commits.take()));
        return slice;
    }

    private Slice byHand(List<InboundMessage> messages) throws Exception {
        int batch = perTransaction;
        return Slice.of(messages.size(), () -> {
            for (int from = 0; from < messages.size(); from += batch) {
                Rush.requireNone(inbox.handle(messages.subList(from, Math.min(from + batch, messages.size()))));
            }
        });
    }

    /** Removes what earlier rounds have left, on PostgreSQL, which does not in the middle of one. SQLite leaves nothing. */
    private void vacuum() throws SQLException {
        if (product == Product.POSTGRESQL) {
            try (Connection connection = pool.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("vacuum analyze messages, chat_streams, heartflow_inbox");
            }
        }
    }

    @Override
    public void close() throws IOException {
        bot.close();
        isolation.close();
        pool.close();
        server.close();
    }
}
