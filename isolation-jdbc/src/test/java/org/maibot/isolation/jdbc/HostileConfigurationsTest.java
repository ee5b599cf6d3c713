package org.maibot.isolation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.jooq.impl.DSL.cast;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.groupConcat;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.jsonArray;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.using;
import static org.jooq.impl.DSL.val;
import static org.maibot.isolation.jdbc.Attempt.ACME;
import static org.maibot.isolation.jdbc.TwinTables.LANG;
import static org.maibot.isolation.jdbc.TwinTables.MSG;
import static org.maibot.isolation.jdbc.TwinTables.NOTE;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jooq.DSLContext;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;
import org.jooq.ExecuteListenerProvider;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.Table;
import org.jooq.VisitContext;
import org.jooq.VisitListener;
import org.jooq.VisitListenerProvider;
import org.jooq.conf.MappedSchema;
import org.jooq.conf.MappedTable;
import org.jooq.conf.RenderMapping;
import org.jooq.impl.CustomField;
import org.jooq.impl.DataSourceConnectionProvider;
import org.jooq.impl.DefaultDataType;
import org.jooq.impl.DefaultExecuteListenerProvider;
import org.jooq.impl.DefaultVisitListenerProvider;
import org.jooq.impl.SQLDataType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.maibot.isolation.IsolationEvent;
import org.maibot.isolation.IsolationViolationException;

/** What a caller does to a scoped configuration, or hides in parts of statements, does not lead out of the scope. */
@Tag("everyDatabase")
class HostileConfigurationsTest {
    private static final Field<String> BODY = field(name("body"), SQLDataType.VARCHAR);

    @Test
    void aCommonTableExpressionIsMappedToATable() {
        Attempt.readsNobodyElse(dsl -> mapped(dsl, "c", "note")
                .with("c")
                .as(select(inline("f").as("body")))
                .select(BODY)
                .from(table(name("c")))
                .fetch());
    }

    @Test
    void anAliasIsMappedToATable() {
        Attempt.readsNobodyElse(dsl -> mapped(dsl, "x", "msg")
                .select(field(select(groupConcat(BODY)).from(Msg.MSG.as("x"))))
                .from(MSG)
                .limit(1)
                .fetch());
    }

    private static DSLContext mapped(DSLContext dsl, String from, String to) {
        MappedSchema schema = new MappedSchema()
                .withInput("")
                .withTables(new MappedTable().withInput(from).withOutput(to));
        return using(dsl.configuration()
                .deriveSettings(settings -> settings.withRenderMapping(new RenderMapping().withSchemata(schema))));
    }

    @Test
    void aVisitListenerReplacesATable() {
        Attempt.readsNobodyElse(dsl -> visiting(dsl, visit -> {
                    if (visit.queryPart() instanceof Table<?> part
                            && part.getName().equals("lang")) {
                        visit.queryPart(NOTE);
                    }
                })
                .select()
                .from(LANG)
                .fetch());
    }

    @Test
    void aVisitListenerReplacesTheScopesValue() {
        Attempt.readsNobodyElse(dsl -> visiting(dsl, visit -> {
                    if (visit.queryPart() instanceof Param<?> value && "acme".equals(value.getValue())) {
                        visit.queryPart(val("ACME"));
                    }
                })
                .select(BODY)
                .from(NOTE)
                .fetch());
    }

    private static DSLContext visiting(DSLContext dsl, Consumer<VisitContext> start) {
        List<VisitListenerProvider> all =
                new ArrayList<>(Arrays.asList(dsl.configuration().visitListenerProviders()));
        all.add(new DefaultVisitListenerProvider(new VisitListener() {
            @Override
            public void visitStart(VisitContext visit) {
                start.accept(visit);
            }
        }));
        return using(dsl.configuration().derive(all.toArray(VisitListenerProvider[]::new)));
    }

    @Test
    void anExecuteListenerChangesTheText() {
        Attempt.readsNobodyElse(dsl -> {
            List<ExecuteListenerProvider> all =
                    new ArrayList<>(Arrays.asList(dsl.configuration().executeListenerProviders()));
            all.add(0, new DefaultExecuteListenerProvider(new ExecuteListener() {
                private static final long serialVersionUID = 1L;

                @Override
                public void renderEnd(ExecuteContext execution) {
                    execution.sql("select body from note");
                }
            }));
            return using(dsl.configuration().derive(all.toArray(ExecuteListenerProvider[]::new)))
                    .select(BODY)
                    .from(NOTE)
                    .fetch();
        });
    }

    @Test
    void aListenerHasOtherRules() throws SQLException {
        try (FreshDatabase other = TestDatabase.underTest().fresh();
                Isolation schema = Isolation.builder()
                        .dataSource(other.dataSource())
                        .createSchema(false)
                        .open()) {
            schema.system("the other's schema").dsl().execute("create table note (id int)");
            TableRules rules = TableRules.builder().globalWritableTables("note").readFrom(other.dataSource());
            Attempt.touchesNobodyElse(dsl -> using(
                            dsl.configuration().derive(new IsolationVisitListener(rules, () -> ACME)))
                    .deleteFrom(NOTE)
                    .execute());
        }
    }

    @Test
    void theNameOfATypeIsText() {
        Attempt.readsNobodyElse(dsl -> dsl.select(
                        cast(BODY, new DefaultDataType<>(null, String.class, "text) from msg where 1 = 1 --")))
                .from(NOTE)
                .fetch());
    }

    @Test
    void aLambdaWritesText() {
        Attempt.readsNobodyElse(dsl -> dsl.select(jsonArray(
                        CustomField.of("x", SQLDataType.VARCHAR, part -> part.sql("(select max(body) from msg)"))))
                .fetch());
    }

    @Test
    void oneCallersConfigurationIsNotAnothers() {
        TwinDatabases twins = TwinDatabases.of(ACME);
        twins.scoped().configuration().set(new DefaultExecuteListenerProvider(new ExecuteListener() {
            private static final long serialVersionUID = 1L;
        }));

        assertThat(twins.scoped().selectFrom(NOTE).fetch()).hasSize(3);
    }

    @Test
    void aConnectionThatNothingGuardsIsRefused() {
        try (TestRuntime runtime = new TestRuntime()) {
            Isolation isolation = runtime.isolation();
            DSLContext unguarded = using(isolation
                    .dsl(ACME)
                    .configuration()
                    .derive(new DataSourceConnectionProvider(isolation.rawDataSource())));

            assertThatNothingIsExecuted(() -> unguarded.fetch("select text from messages"));
            assertThatNothingIsExecuted(() -> unguarded.execute("delete from messages"));
            assertThatNothingIsExecuted(() -> unguarded.fetchLazy("select text from messages"));
            assertThatNothingIsExecuted(
                    () -> unguarded.batch("delete from messages").execute());
            assertThatNothingIsExecuted(() -> unguarded
                    .batch("delete from messages where sequence = ?", new Object[][] {{1}, {2}})
                    .execute());
            assertThat(runtime.events().of(IsolationEvent.Refused.class)).hasSize(5);
        }
    }

    private static void assertThatNothingIsExecuted(ThrowingCallable statement) {
        assertThatExceptionOfType(IsolationViolationException.class)
                .isThrownBy(statement)
                .withMessageContaining("not guarded");
    }
}
