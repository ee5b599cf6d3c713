package org.maibot.isolation.jdbc;

import static org.maibot.isolation.jdbc.CanonicalSchema.MESSAGES;
import static org.maibot.isolation.jdbc.CanonicalSchema.MESSAGE_ID;
import static org.maibot.isolation.jdbc.CanonicalSchema.ROLE;
import static org.maibot.isolation.jdbc.CanonicalSchema.SEQUENCE;
import static org.maibot.isolation.jdbc.CanonicalSchema.TEXT;
import static org.maibot.isolation.jdbc.CanonicalSchema.TIME;
import static org.maibot.isolation.jdbc.CanonicalSchema.USER_ID;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SelectFieldOrAsterisk;
import org.jooq.SortOrder;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.query.Message;
import org.maibot.isolation.query.MessageCursor;
import org.maibot.isolation.query.MessagePage;
import org.maibot.isolation.query.MessageQueries;
import org.maibot.isolation.query.StoredMessage;

/** Messages in the canonical schema. */
record JdbcMessages(Session session) implements MessageQueries {

    @Override
    public boolean append(Message message) {
        return appendAll(List.of(message)) == 1;
    }

    @Override
    public int appendAll(List<Message> messages) {
        session.require(Dimension.CHAT_STREAM, "Appending messages");
        if (messages.isEmpty()) {
            return 0;
        }
        List<Message> copy = List.copyOf(messages);
        return session.messageLog().append(Map.of(session.context(), copy));
    }

    @Override
    public Optional<StoredMessage> find(String messageId) {
        session.require(Dimension.CHAT_STREAM, "Finding a message by its id");
        return session.dsl()
                .select(columns())
                .from(MESSAGES)
                .where(MESSAGE_ID.eq(Session.text(messageId, "messageId")))
                .fetchOptional(this::message);
    }

    @Override
    public MessagePage history(int limit) {
        return page(DSL.noCondition(), null, SortOrder.ASC, limit);
    }

    @Override
    public MessagePage after(MessageCursor place, int limit) {
        return page(DSL.noCondition(), place, SortOrder.ASC, limit);
    }

    @Override
    public MessagePage before(MessageCursor place, int limit) {
        return page(DSL.noCondition(), place, SortOrder.DESC, limit);
    }

    @Override
    public MessagePage recent(int limit) {
        return page(DSL.noCondition(), null, SortOrder.DESC, limit);
    }

    @Override
    public List<StoredMessage> lastAppended(int limit) {
        session.require(Dimension.CHAT_STREAM, "The order in which messages were appended");
        List<StoredMessage> messages = session.dsl()
                .select(columns())
                .from(MESSAGES)
                .orderBy(SEQUENCE.desc())
                .limit(Session.limit(limit))
                .fetch(this::message);
        Collections.reverse(messages);
        return List.copyOf(messages);
    }

    @Override
    public MessagePage search(String text, int limit) {
        return page(SearchText.in(TEXT, Session.text(text, "text")), null, SortOrder.DESC, limit);
    }

    @Override
    public MessagePage byUser(String userId, int limit) {
        return page(USER_ID.eq(Session.text(userId, "userId")), null, SortOrder.DESC, limit);
    }

    @Override
    public long count() {
        return session.dsl().fetchCount(MESSAGES);
    }

    private MessagePage page(Condition condition, @Nullable MessageCursor place, SortOrder order, int limit) {
        var query = session.dsl()
                .select(columns())
                .from(MESSAGES)
                .where(condition)
                .orderBy(position().stream().map(field -> field.sort(order)).toList());
        int rows = Session.limit(limit);
        List<StoredMessage> messages =
                (place == null ? query.limit(rows) : query.seek(values(place)).limit(rows)).fetch(this::message);
        if (order == SortOrder.DESC) {
            Collections.reverse(messages);
        }
        return new MessagePage(messages);
    }

    /** The columns that order a history, without those that are the same in all of it. */
    private List<Field<?>> position() {
        List<Field<?>> position = new ArrayList<>();
        position.add(TIME);
        position.addAll(session.openColumns(Dimension.CHAT_STREAM));
        position.add(SEQUENCE);
        return position;
    }

    private Object[] values(MessageCursor place) {
        if (!session.context().contains(place.context())) {
            throw session.refuse(Refusal.foreignPlace());
        }
        List<Object> values = new ArrayList<>();
        values.add(Micros.of(place.time()));
        for (Dimension dimension : Dimension.values()) {
            if (!session.context().fixes(dimension)) {
                values.add(place.context().id(dimension).orElseThrow());
            }
        }
        values.add(place.sequence());
        return values.toArray();
    }

    private List<SelectFieldOrAsterisk> columns() {
        List<SelectFieldOrAsterisk> columns = new ArrayList<>(session.openColumns(Dimension.CHAT_STREAM));
        columns.addAll(List.of(MESSAGE_ID, SEQUENCE, USER_ID, ROLE, TIME, TEXT));
        return columns;
    }

    private StoredMessage message(Record row) {
        return new StoredMessage(
                session.contextOf(row, Dimension.CHAT_STREAM),
                row.get(SEQUENCE),
                new Message(
                        row.get(MESSAGE_ID),
                        row.get(USER_ID),
                        Message.Role.valueOf(row.get(ROLE).toUpperCase(Locale.ROOT)),
                        Micros.toInstant(row.get(TIME)),
                        row.get(TEXT)));
    }
}
