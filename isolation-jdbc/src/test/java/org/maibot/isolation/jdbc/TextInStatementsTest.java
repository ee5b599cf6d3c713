package org.maibot.isolation.jdbc;

import static java.util.Objects.requireNonNull;
import static org.jooq.impl.DSL.condition;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jooq.Context;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.VisitListenerProvider;
import org.jooq.impl.CustomField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.maibot.isolation.IsolationContext;

/** SQL text, in jOOQ's statements or beside them, answers as if the database held only the context's rows. */
class TextInStatementsTest {
    private static final Table<Record> MSG = table(name("msg"));

    private static List<Arguments> statements() {
        List<Arguments> all = new ArrayList<>();
        add(all, "text", dsl -> dsl.fetch("select * from msg"));
        add(all, "text with values", dsl -> dsl.fetch("select * from msg where id = ? or id = {0}", DSL.val(2), 1));
        add(all, "text that deletes", dsl -> dsl.execute("delete from note where id < ?", 3));
        add(all, "query of text", dsl -> dsl.query("update note set body = 'x'").execute());
        add(
                all,
                "field",
                dsl -> dsl.select(field("(select max(body) from msg)")).fetch());
        add(
                all,
                "condition",
                dsl -> dsl.select()
                        .from(MSG)
                        .where(condition("1 = 1 or exists (select 1 from msg)"))
                        .fetch());
        add(
                all,
                "table",
                dsl -> dsl.select().from(table("(select * from msg) x")).fetch());
        add(
                all,
                "names in place of a name",
                dsl -> dsl.select(field("lang.*")).from(table("msg, lang")).fetch());
        add(
                all,
                "text that closes a bracket",
                dsl -> dsl.select()
                        .from(MSG)
                        .where(condition("1 = 1) or (1 = 1"))
                        .fetch());
        add(
                all,
                "truncate, which is a delete on SQLite",
                dsl -> dsl.truncate(MSG).execute());
        add(all, "part of the host's own", dsl -> dsl.select(new HostField()).fetch());
        add(
                all,
                "part made of a lambda",
                dsl -> dsl.select(
                                CustomField.of("x", SQLDataType.VARCHAR, ctx -> ctx.sql("(select max(body) from msg)")))
                        .fetch());
        add(
                all,
                "option",
                dsl -> dsl.select(field(name("body")))
                        .from(MSG)
                        .option("union all select body from note")
                        .fetch());
        add(all, "text on the connection below", dsl -> dsl.connectionResult(TextInStatementsTest::texts));
        add(
                all,
                "without listeners",
                dsl -> DSL.using(dsl.configuration().derive(new VisitListenerProvider[0]))
                        .fetch(MSG));
        add(
                all,
                "batch of texts",
                dsl -> dsl.batch("delete from note where id = 2", "update msg set body = 'y'")
                        .execute()
                        .length);
        add(all, "text on the connection of rows", TextInStatementsTest::throughRows);
        return all;
    }

    private static List<String> texts(Connection connection) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (PreparedStatement statement =
                connection.prepareStatement("select body from msg where id > ? order by 1")) {
            statement.setLong(1, 1);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    texts.add(rows.getString(1));
                }
            }
        }
        return texts;
    }

    private static List<String> throughRows(DSLContext dsl) {
        try (var cursor = dsl.selectFrom(MSG).fetchLazy()) {
            return texts(requireNonNull(cursor.resultSet()).getStatement().getConnection());
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static void add(List<Arguments> all, String about, Function<DSLContext, ?> statement) {
        for (String agent : List.of("bot", "helper")) {
            all.add(Arguments.of(about, agent, statement));
        }
    }

    @ParameterizedTest(name = "{0} in the scope of {1}")
    @MethodSource("statements")
    void answersAsIfItsRowsWereAlone(String about, String agent, Function<DSLContext, ?> statement) {
        try (TwinDatabases twins = new TwinDatabases(IsolationContext.of("acme", agent))) {
            twins.answerAlike(statement);
        }
    }

    /** A part that renders itself. */
    private static final class HostField extends CustomField<String> {
        private static final long serialVersionUID = 1L;

        HostField() {
            super(name("x"), SQLDataType.VARCHAR);
        }

        @Override
        public void accept(Context<?> ctx) {
            ctx.sql("(select max(body) from msg)");
        }
    }
}
