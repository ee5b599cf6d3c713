package org.maibot.isolation.jdbc;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import io.r2dbc.spi.Batch;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryMetadata;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultConfiguration;
import org.jooq.impl.DefaultVisitListenerProvider;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.IsolationEvent;
import org.maibot.isolation.ViolationReason;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** jOOQ's publishers: scoped where they work on JDBC, refused where they work on R2DBC. */
class ReactiveStatementsTest {
    private static final Table<Record> NOTE = table(name("note"));
    private static final Field<String> TENANT = field(name("tenant_id"), SQLDataType.VARCHAR);
    private static final Field<String> BODY = field(name("body"), SQLDataType.VARCHAR);

    private final FreshDatabase database = TestDatabase.POSTGRESQL_18.fresh();
    private final RecordedEvents events = new RecordedEvents();
    private final Isolation isolation = open();
    private final IsolationContext context = isolation.createIsolationContext("acme");

    private Isolation open() {
        DSL.using(database.dataSource(), SQLDialect.POSTGRES)
                .execute("create table note (tenant_id text not null, body text)");
        return Isolation.builder()
                .dataSource(database.dataSource())
                .createSchema(false)
                .observer(events)
                .open();
    }

    @BeforeEach
    void insertRows() {
        system().execute("insert into note values ('acme', 'ours'), ('globex', 'theirs')");
    }

    @AfterEach
    void close() {
        isolation.close();
        database.close();
    }

    private static List<Arguments> publishers() {
        List<Arguments> all = new ArrayList<>();
        add(all, "query", dsl -> dsl.select(BODY).from(NOTE));
        add(all, "text", dsl -> dsl.resultQuery("select body from note"));
        add(all, "insert", dsl -> dsl.insertInto(NOTE).set(BODY, "x"));
        add(
                all,
                "insert that returns",
                dsl -> dsl.insertInto(NOTE).set(BODY, "x").returning(BODY));
        add(all, "delete", dsl -> dsl.deleteFrom(NOTE));
        add(
                all,
                "batch of queries",
                dsl -> dsl.batch(dsl.deleteFrom(NOTE), dsl.update(NOTE).set(BODY, "x")));
        add(all, "batch of texts", dsl -> dsl.batch("delete from note", "update note set body = 'x'"));
        add(
                all,
                "batch with values",
                dsl -> dsl.batch(dsl.insertInto(NOTE).set(BODY, "x")).bind("y").bind("z"));
        add(
                all,
                "batch with a value for the tenant",
                dsl -> dsl.batch(dsl.insertInto(NOTE).set(BODY, "x")).bind("y", "globex"));
        add(
                all,
                "transaction",
                dsl -> dsl.transactionPublisher(
                        transaction -> Flux.from(transaction.dsl().deleteFrom(NOTE))));
        return all;
    }

    private static void add(List<Arguments> all, String about, Function<DSLContext, Publisher<?>> publisher) {
        all.add(Arguments.of(about, publisher));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("publishers")
    void onR2dbcNothingReachesTheDriver(String about, Function<DSLContext, Publisher<?>> publisher) {
        RecordedDriver driver = new RecordedDriver(database.url());
        DSLContext hosts = DSL.using(new DefaultConfiguration()
                .set(SQLDialect.POSTGRES)
                .set(driver)
                .set(new DefaultVisitListenerProvider(
                        new IsolationVisitListener(isolation.rules(), () -> context, events))));

        Refused.because(ViolationReason.UNGUARDED_ACCESS, () -> read(publisher.apply(hosts)));

        assertThat(driver.texts).isEmpty();
        assertThat(bodies()).containsExactlyInAnyOrder("ours", "theirs");
        assertThat(events.of(IsolationEvent.Refused.class)).isNotEmpty();
    }

    @Test
    void aPublisherOfAScopedContextGivesTheScopesRows() {
        DSLContext scoped = isolation.dsl(context);

        assertThat(read(scoped.select(BODY).from(NOTE)))
                .extracting(String::valueOf)
                .hasSize(1);
        assertThat(read(scoped.deleteFrom(NOTE))).isEqualTo(List.of(1));
        assertThat(bodies()).containsExactly("theirs");
    }

    @Test
    void aPublisherOfAScopedContextRefuses() {
        DSLContext scoped = isolation.dsl(context);

        Refused.because(ViolationReason.STATEMENT_NOT_ALLOWED, () -> read(scoped.truncate(NOTE)));
        Refused.because(
                ViolationReason.FOREIGN_SCOPE,
                () -> read(scoped.insertInto(NOTE).set(TENANT, "globex")));
    }

    private static List<?> read(Publisher<?> publisher) {
        return requireNonNull(Flux.from(publisher).collectList().block());
    }

    private List<String> bodies() {
        return system().select(BODY).from(NOTE).fetch(BODY);
    }

    private DSLContext system() {
        return isolation.system("the test's rows").dsl();
    }

    /** PostgreSQL's R2DBC driver, with the texts that it was given. */
    private static final class RecordedDriver implements ConnectionFactory {
        private final List<String> texts = new CopyOnWriteArrayList<>();
        private final ConnectionFactory driver;

        RecordedDriver(String jdbcUrl) {
            driver = ConnectionFactories.get(jdbcUrl.replace("jdbc:postgresql://", "r2dbc:postgresql://postgres@")
                    .replaceFirst("\\?.*", ""));
        }

        @Override
        public Publisher<? extends Connection> create() {
            return Mono.from(driver.create()).map(this::recorded);
        }

        private Connection recorded(Connection connection) {
            return JdbcProxy.of(Connection.class, (self, method, arguments) -> {
                record(method, arguments);
                Object result = JdbcProxy.invoke(method, connection, arguments);
                return result instanceof Batch batch ? recorded(batch) : result;
            });
        }

        private Batch recorded(Batch batch) {
            return JdbcProxy.of(Batch.class, (self, method, arguments) -> {
                record(method, arguments);
                return JdbcProxy.invoke(method, batch, arguments);
            });
        }

        private void record(Method method, @Nullable Object @Nullable [] arguments) {
            if (arguments != null && arguments[0] instanceof String text) {
                texts.add(method.getName() + " " + text);
            }
        }

        @Override
        public ConnectionFactoryMetadata getMetadata() {
            return driver.getMetadata();
        }
    }
}
