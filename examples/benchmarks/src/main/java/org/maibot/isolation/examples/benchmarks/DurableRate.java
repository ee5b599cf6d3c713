package org.maibot.isolation.examples.benchmarks;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.maibot.isolation.heartflow.InboundMessage;

/** How many messages a heartflow with an inbox on a database handles, beside the same writes in JDBC by hand. */
final class DurableRate implements AutoCloseable {
    private final int count;
    private final Talk talk;
    private final InboxDatabase database;
    private final InboxDatabase databaseByHand;
    private final Bot bot;
    private final HandWrittenInbox inbox;
    private int first;
    private int perTransaction;

    /** Opens two databases, one for each side. */
    DurableRate(Product product, HeartflowSizes.Size size) throws IOException, SQLException {
        this.count = size.messages();
        this.talk = Talk.ofFour("support", size.streams());
        this.database = InboxDatabase.open(product);
        this.databaseByHand = InboxDatabase.open(product);
        this.bot = Bot.of(Bot.silent(database.isolation()).build(), talk.tenants(), talk.agent());
        this.inbox = new HandWrittenInbox(databaseByHand.pool(), product);
        inbox.create(talk);
    }

    /** Measures for a time, a quarter of which does not count. */
    Pairs measure(Duration time) throws Exception {
        inHeartflow(talk.messages(first, count)); // its transactions are the measure of those by hand
        return Rounds.measure(time, pairs -> {
            first += count;
            database.vacuum();
            databaseByHand.vacuum();
            List<InboundMessage> messages = talk.messages(first, count);
            pairs.add(() -> byHand(messages), () -> inHeartflow(messages));
        });
    }

    /** How many messages there were in a transaction of the last round. */
    int perTransaction() {
        return perTransaction;
    }

    /** Each message is in two transactions. */
    private Slice inHeartflow(List<InboundMessage> messages) throws Exception {
        database.commits().take();
        Slice slice = Slice.of(count, () -> Rush.of(messages, bot::process, Bot::hasNothingToSay));
        perTransaction =
                (int) Math.max(1, 2L * count / Math.max(1, database.commits().take()));
        return slice;
    }

    private Slice byHand(List<InboundMessage> messages) throws Exception {
        int batch = perTransaction;
        return Slice.of(count, () -> {
            for (int from = 0; from < count; from += batch) {
                Rush.requireNone(inbox.handle(messages.subList(from, Math.min(from + batch, count))));
            }
        });
    }

    @Override
    public void close() throws IOException {
        bot.close();
        database.close();
        databaseByHand.close();
    }
}
