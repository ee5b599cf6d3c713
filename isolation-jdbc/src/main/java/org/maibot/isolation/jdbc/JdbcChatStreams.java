package org.maibot.isolation.jdbc;

import static org.maibot.isolation.jdbc.CanonicalSchema.CHAT_STREAMS;
import static org.maibot.isolation.jdbc.CanonicalSchema.CREATED_AT;
import static org.maibot.isolation.jdbc.CanonicalSchema.LAST_ACTIVE_AT;
import static org.maibot.isolation.jdbc.CanonicalSchema.MESSAGES;
import static org.maibot.isolation.jdbc.CanonicalSchema.NAME;
import static org.maibot.isolation.jdbc.CanonicalSchema.USER_ID;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.OrderField;
import org.jooq.Record;
import org.jooq.ResultQuery;
import org.jooq.SelectFieldOrAsterisk;
import org.jooq.impl.DSL;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.query.ChatStream;
import org.maibot.isolation.query.ChatStreamQueries;

/** Chat streams in the canonical schema. */
record JdbcChatStreams(Session session) implements ChatStreamQueries {
    private static final int MAX_NAME = 255;

    @Override
    public ChatStream getOrCreate() {
        session.require(Dimension.CHAT_STREAM, "Creating a chat stream");
        return session.dsl().transactionResult(transaction -> {
            Session inside = session.in(transaction.dsl());
            new ChatStreamWriter(inside).create();
            return new JdbcChatStreams(inside).find().orElseThrow();
        });
    }

    @Override
    public ChatStream getOrCreate(String name) {
        session.require(Dimension.CHAT_STREAM, "Creating a chat stream");
        Session.text(name, "name", 1, MAX_NAME);
        return session.dsl().transactionResult(transaction -> {
            Session inside = session.in(transaction.dsl());
            new ChatStreamWriter(inside).create();
            inside.dsl().update(CHAT_STREAMS).set(NAME, name).execute();
            return new JdbcChatStreams(inside).find().orElseThrow();
        });
    }

    @Override
    public Optional<ChatStream> find() {
        session.require(Dimension.CHAT_STREAM, "Finding a chat stream");
        return session.dsl().select(columns()).from(CHAT_STREAMS).fetchOptional(this::chatStream);
    }

    @Override
    public List<ChatStream> list(int limit) {
        return list(DSL.noCondition(), limit);
    }

    @Override
    public List<ChatStream> listAfter(ChatStream previous, int limit) {
        if (!session.context().contains(previous.context())) {
            throw session.refuse(Refusal.foreignPlace());
        }
        int rows = Session.limit(limit);
        List<Field<String>> open = session.openColumns(Dimension.CHAT_STREAM);
        if (open.isEmpty()) {
            return List.of();
        }
        Object[] place = Arrays.stream(Dimension.values())
                .filter(dimension -> !session.context().fixes(dimension))
                .map(dimension -> previous.context().id(dimension).orElseThrow())
                .toArray();
        return fetch(session.dsl()
                .select(columns())
                .from(CHAT_STREAMS)
                .orderBy(open)
                .seek(place)
                .limit(rows));
    }

    @Override
    public List<ChatStream> active(Instant since, int limit) {
        List<OrderField<?>> order = new ArrayList<>(List.of(LAST_ACTIVE_AT.desc()));
        order.addAll(session.openColumns(Dimension.CHAT_STREAM));
        return fetch(session.dsl()
                .select(columns())
                .from(CHAT_STREAMS)
                .where(LAST_ACTIVE_AT.ge(Micros.of(since)))
                .orderBy(order)
                .limit(Session.limit(limit)));
    }

    @Override
    public List<ChatStream> byUser(String userId, int limit) {
        Condition byUser = USER_ID.eq(Session.text(userId, "userId"));
        List<Field<String>> open = session.openColumns(Dimension.CHAT_STREAM);
        Condition wrote = open.isEmpty()
                ? DSL.val(userId).in(DSL.select(USER_ID).from(MESSAGES).where(byUser))
                : DSL.row(open).in(DSL.select(open).from(MESSAGES).where(byUser));
        return list(wrote, limit);
    }

    @Override
    public long count() {
        return session.dsl().fetchCount(CHAT_STREAMS);
    }

    private List<ChatStream> list(Condition condition, int limit) {
        return fetch(session.dsl()
                .select(columns())
                .from(CHAT_STREAMS)
                .where(condition)
                .orderBy(session.openColumns(Dimension.CHAT_STREAM))
                .limit(Session.limit(limit)));
    }

    private List<ChatStream> fetch(ResultQuery<Record> query) {
        return Collections.unmodifiableList(query.fetch(this::chatStream));
    }

    private List<SelectFieldOrAsterisk> columns() {
        List<SelectFieldOrAsterisk> columns = new ArrayList<>(session.openColumns(Dimension.CHAT_STREAM));
        columns.addAll(List.of(NAME, CREATED_AT, LAST_ACTIVE_AT));
        return columns;
    }

    private ChatStream chatStream(Record row) {
        return new ChatStream(
                session.contextOf(row, Dimension.CHAT_STREAM),
                Optional.ofNullable(row.get(NAME)),
                Micros.toInstant(row.get(CREATED_AT)),
                Micros.toInstant(row.get(LAST_ACTIVE_AT)));
    }
}
