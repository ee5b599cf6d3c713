package org.maibot.isolation.examples.benchmarks;

import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.length;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jooq.BatchBindStep;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Insert;
import org.jooq.Record;
import org.jooq.Record4;
import org.jooq.ResultQuery;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;
import org.maibot.isolation.Dimension;

/**
 * A chat stream by jOOQ.
 *
 * @param ids the ids to write by hand, outermost first; none if jOOQ is scoped
 */
record JooqChat(DSLContext dsl, List<String> ids) implements Chat {
    private static final Table<Record> MESSAGES = table(name("messages"));
    private static final Table<Record> STREAMS = table(name("chat_streams"));
    private static final Field<String> MESSAGE_ID = text("messages", "message_id");
    private static final Field<String> USER_ID = text("messages", "user_id");
    private static final Field<String> ROLE = text("messages", "role");
    private static final Field<String> TEXT = text("messages", "text");
    private static final Field<Long> SEQUENCE = number("sequence");
    private static final Field<Long> TIME = number("time");
    private static final Field<String> NAME = text("chat_streams", "name");
    private static final Field<Long> CHARACTERS = sum(length(TEXT)).cast(SQLDataType.BIGINT);
    private static final List<Field<String>> OF_MESSAGES = isolationColumns("messages");
    private static final List<Field<String>> OF_STREAMS = isolationColumns("chat_streams");
    private static final Condition SAME_STREAM = same(Dimension.PLATFORM).and(same(Dimension.CHAT_STREAM));

    private static Field<String> text(String table, String column) {
        return field(name(table, column), SQLDataType.VARCHAR);
    }

    private static Field<Long> number(String column) {
        return field(name("messages", column), SQLDataType.BIGINT);
    }

    private static List<Field<String>> isolationColumns(String table) {
        return Arrays.stream(Dimension.values())
                .map(dimension -> text(table, dimension.columnName()))
                .toList();
    }

    private static Condition same(Dimension dimension) {
        return text("chat_streams", dimension.columnName()).eq(text("messages", dimension.columnName()));
    }

    private Condition byHand(List<Field<String>> columns) {
        Condition condition = noCondition();
        for (int i = 0; i < ids.size(); i++) {
            condition = condition.and(columns.get(i).eq(ids.get(i)));
        }
        return condition;
    }

    @Override
    public List<Line> find(String id) {
        return lines(dsl.select(MESSAGE_ID, USER_ID, TIME, TEXT)
                .from(MESSAGES)
                .where(MESSAGE_ID.eq(id))
                .and(byHand(OF_MESSAGES)));
    }

    @Override
    public List<Line> latestTen() {
        return lines(dsl.select(MESSAGE_ID, USER_ID, TIME, TEXT)
                .from(MESSAGES)
                .where(byHand(OF_MESSAGES))
                .orderBy(TIME.desc(), SEQUENCE.desc())
                .limit(10));
    }

    private static List<Line> lines(ResultQuery<Record4<String, String, Long, String>> query) {
        return query.fetch(row -> new Line(row.value1(), row.value2(), row.value3(), row.value4()));
    }

    @Override
    public List<Share> shares() {
        return dsl.select(ROLE, NAME, count(), CHARACTERS)
                .from(MESSAGES)
                .join(STREAMS)
                .on(SAME_STREAM)
                .and(byHand(OF_STREAMS))
                .where(byHand(OF_MESSAGES))
                .groupBy(ROLE, NAME)
                .orderBy(ROLE)
                .fetch(row -> new Share(row.value1(), row.value2(), row.value3(), row.value4()));
    }

    @Override
    public void append(Line line) {
        insert(line).execute();
    }

    @Override
    public void appendAll(List<Line> lines) {
        BatchBindStep batch = dsl.batch(insert(lines.get(0)));
        for (Line line : lines) {
            batch = batch.bind(values(line).toArray());
        }
        batch.execute();
    }

    private Insert<Record> insert(Line line) {
        List<Field<?>> columns = new ArrayList<>(List.of(MESSAGE_ID, SEQUENCE, USER_ID, ROLE, TIME, TEXT));
        columns.addAll(OF_MESSAGES.subList(0, ids.size()));
        return dsl.insertInto(MESSAGES).columns(columns).values(values(line));
    }

    private List<Object> values(Line line) {
        Stream<Object> own = Stream.of(line.id(), line.time(), line.user(), "user", line.time(), line.text());
        return Stream.concat(own, ids.stream()).toList();
    }
}
