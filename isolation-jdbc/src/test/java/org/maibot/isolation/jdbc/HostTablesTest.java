package org.maibot.isolation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.impl.DSL.condition;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.IsolationEvent;
import org.maibot.isolation.ViolationReason;
import org.maibot.isolation.query.MessageQueries;
import org.sqlite.SQLiteDataSource;

/** A host that brings its own tables, one of them with isolation columns of other names. */
class HostTablesTest {
    private static final Table<Record> LOGS = table(name("legacy_logs"));
    private static final Field<String> CUSTOMER = field(name("customer"), SQLDataType.VARCHAR);
    private static final Field<String> BOT = field(name("bot"), SQLDataType.VARCHAR);
    private static final Field<String> LINE = field(name("line"), SQLDataType.VARCHAR);
    private static final Table<Record> LANGUAGES = table(name("languages"));
    private static final Table<Record> COUNTERS = table(name("counters"));
    private static final Table<Record> OTHERS = table(name("others"));
    private static final IsolationContext ACME = IsolationContext.of("acme");
    private static final IsolationContext ACME_BOT = IsolationContext.of("acme", "support", "qq", "g1");

    private final RecordedEvents events = new RecordedEvents();

    @AutoClose
    private final Isolation isolation;

    HostTablesTest(@TempDir Path directory) {
        SQLiteDataSource dataSource = new SQLiteDataSource();
        dataSource.setUrl("jdbc:sqlite:" + directory.resolve("host.db"));
        try (Isolation setUp =
                Isolation.builder().dataSource(dataSource).createSchema(false).open()) {
            DSLContext system = setUp.system("the host's tables").dsl();
            system.execute("create table legacy_logs (customer text not null, bot text, line text)");
            system.execute("create table languages (code text)");
            system.execute("create table counters (value bigint)");
            system.execute("create table others (value text)");
            system.execute("insert into languages values ('zh'), ('en')");
            for (String customer : List.of("acme", "acme:eu")) {
                for (String bot : List.of("support", "sales")) {
                    system.execute("insert into legacy_logs values (?, ?, ?)", customer, bot, customer + "/" + bot);
                }
                system.execute("insert into legacy_logs values (?, null, ?)", customer, customer + "/nobody");
            }
        }
        isolation = Isolation.builder()
                .dataSource(dataSource)
                .createSchema(false)
                .observer(events)
                .globalTables("languages")
                .globalWritableTables("Counters")
                .table("legacy_logs", table -> table.tenant("customer").agent("BOT"))
                .open();
    }

    private List<String> lines(IsolationContext context) {
        return isolation.dsl(context).select(LINE).from(LOGS).orderBy(LINE).fetch(LINE);
    }

    private int all(String condition) {
        return isolation.system("a look").dsl().fetchCount(LOGS, condition(condition));
    }

    @Test
    void mappedColumnsConfineReads() {
        assertThat(lines(ACME)).containsExactly("acme/nobody", "acme/sales", "acme/support");
        assertThat(lines(ACME_BOT)).containsExactly("acme/support");
        assertThat(lines(IsolationContext.of("customer"))).isEmpty();
    }

    @Test
    void mappedColumnsAreFilledInByInserts() {
        isolation.dsl(ACME_BOT).insertInto(LOGS, LINE).values("new").execute();

        assertThat(lines(ACME_BOT)).containsExactly("acme/support", "new");
        assertThat(all("line = 'new' and customer = 'acme' and bot = 'support'"))
                .isOne();
        Refused.because(
                ViolationReason.FOREIGN_SCOPE,
                () -> isolation
                        .dsl(ACME_BOT)
                        .insertInto(LOGS, CUSTOMER, LINE)
                        .values("acme:eu", "stolen")
                        .execute());
        Refused.because(
                ViolationReason.FOREIGN_SCOPE,
                () -> isolation.dsl(ACME_BOT).update(LOGS).set(BOT, "sales").execute());
    }

    @Test
    void mappedColumnsConfineWrites() {
        assertThat(isolation.dsl(ACME_BOT).update(LOGS).set(LINE, "changed").execute())
                .isOne();
        assertThat(isolation.dsl(ACME).deleteFrom(LOGS).execute()).isEqualTo(3);

        assertThat(all("customer = 'acme:eu' and line like 'acme:eu/%'")).isEqualTo(3);
        assertThat(all("true")).isEqualTo(3);
    }

    @Test
    void globalTablesAreReadByAllAndWrittenIfDeclaredSo() {
        assertThat(isolation.dsl(ACME_BOT).fetchCount(LANGUAGES)).isEqualTo(2);
        Refused.because(
                ViolationReason.GLOBAL_TABLE_READ_ONLY,
                () -> isolation.dsl(ACME_BOT).deleteFrom(LANGUAGES).execute());

        isolation
                .dsl(ACME_BOT)
                .insertInto(COUNTERS, field(name("value"), SQLDataType.BIGINT))
                .values(1L)
                .execute();
        assertThat(isolation.dsl(IsolationContext.of("acme:eu")).fetchCount(COUNTERS))
                .isOne();
    }

    @Test
    void undeclaredTablesAreRefused() {
        Refused.because(ViolationReason.UNKNOWN_TABLE, () -> isolation.dsl(ACME).fetchCount(OTHERS));
    }

    @Test
    void queryManagersNeedTheCanonicalSchema() {
        MessageQueries messages = isolation.queries(ACME_BOT).messages();

        Refused.because(ViolationReason.UNKNOWN_TABLE, messages::count);
        Refused.because(ViolationReason.UNKNOWN_TABLE, () -> messages.append(Samples.message("1")));

        assertThat(events.of(IsolationEvent.Refused.class))
                .hasSize(2)
                .allSatisfy(refused -> assertThat(refused.context()).contains(ACME_BOT));
    }

    @Test
    void theRulesTellOfEachTable() {
        TableDescription logs = new TableDescription(
                "main",
                "legacy_logs",
                false,
                TableDescription.Access.SCOPED,
                Map.of(Dimension.TENANT, "customer", Dimension.AGENT, "bot"),
                Set.of());

        assertThat(isolation.rules().tables())
                .contains(logs)
                .anyMatch(table -> table.name().equals("languages") && table.access() == TableDescription.Access.GLOBAL)
                .noneMatch(table -> table.name().equals("others"));
    }
}
