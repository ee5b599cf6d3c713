package org.maibot.isolation.examples.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.maibot.isolation.IsolationContext;

/**
 * What a database is filled with. All streams have messages under the same ids, and get them in turn, so that those of one
 * stream do not lie side by side.
 *
 * @param messages how many there are in all
 * @param agents how many each tenant has
 * @param streams how many each agent has
 */
record ChatData(int messages, int tenants, int agents, int streams) {
    /** What is measured: 33 or 34 messages in each stream. */
    static final ChatData FULL = new ChatData(200_000, 20, 3, 100);

    private static final int BATCH = 1000;
    private static final long FIRST_MICROS = 1_700_000_000_000_000L;

    /** Every chat stream. */
    List<IsolationContext> chats() {
        List<IsolationContext> chats = new ArrayList<>();
        for (int tenant = 0; tenant < tenants; tenant++) {
            for (int agent = 0; agent < agents; agent++) {
                for (int stream = 0; stream < streams; stream++) {
                    chats.add(IsolationContext.of("tenant-" + tenant, "agent-" + agent, "qq", "group-" + stream));
                }
            }
        }
        return chats;
    }

    /** How many messages each chat stream has at least; their ids are {@code m-0} and so on. */
    int messagesPerChat() {
        return messages / (tenants * agents * streams);
    }

    /** Fills the tables of the canonical schema. */
    void fill(Connection connection) throws SQLException {
        List<IsolationContext> chats = chats();
        connection.setAutoCommit(false);
        insertOwners(connection, chats);
        insertMessages(connection, chats);
        connection.commit();
        connection.setAutoCommit(true);
    }

    private static void insertOwners(Connection connection, List<IsolationContext> chats) throws SQLException {
        try (PreparedStatement tenants = connection.prepareStatement(
                        "insert into tenants (tenant_id, created_at) values (?, 0) on conflict do nothing");
                PreparedStatement agents = connection.prepareStatement(
                        "insert into agents (tenant_id, agent_id, created_at) values (?, ?, 0) on conflict do nothing");
                PreparedStatement streams =
                        connection.prepareStatement("insert into chat_streams (tenant_id, agent_id, platform,"
                                + " chat_stream_id, name, created_at, last_active_at, next_sequence)"
                                + " values (?, ?, ?, ?, 'a group', 0, 0, 1)")) {
            for (IsolationContext chat : chats) {
                List<String> ids = Statements.ids(chat);
                bind(tenants, ids.subList(0, 1)).addBatch();
                bind(agents, ids.subList(0, 2)).addBatch();
                bind(streams, ids).addBatch();
            }
            tenants.executeBatch();
            agents.executeBatch();
            streams.executeBatch();
        }
    }

    private void insertMessages(Connection connection, List<IsolationContext> chats) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("insert into messages (tenant_id, agent_id,"
                + " platform, chat_stream_id, message_id, user_id, text, sequence, time, role)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (int i = 0; i < messages; i++) {
                bind(insert, Statements.ids(chats.get(i % chats.size())));
                Line line = Line.of(i / chats.size(), FIRST_MICROS + i);
                insert.setString(5, line.id());
                insert.setString(6, line.user());
                insert.setString(7, line.text());
                insert.setLong(8, line.time());
                insert.setLong(9, line.time());
                insert.setString(10, i / chats.size() % 2 == 0 ? "user" : "agent");
                insert.addBatch();
                if (i % BATCH == BATCH - 1) {
                    insert.executeBatch();
                }
            }
            insert.executeBatch();
        }
    }

    private static PreparedStatement bind(PreparedStatement statement, List<String> ids) throws SQLException {
        for (int i = 0; i < ids.size(); i++) {
            statement.setString(i + 1, ids.get(i));
        }
        return statement;
    }
}
