package org.maibot.isolation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.*;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jooq.*;
import org.jooq.Record;
import org.jooq.conf.*;
import org.jooq.impl.*;
import org.junit.jupiter.api.Test;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.IsolationViolationException;

/** Ways out of a scope that were tried with jOOQ's means, and what should hold instead. */
@SuppressWarnings({
    "unchecked",
    "rawtypes",
    "serial",
    "NullAway",
    "deprecation",
    "removal",
    "try",
    "static",
    "StringCaseLocaleUsage",
    "ReturnValueIgnored",
    "CheckReturnValue",
    "UnusedVariable"
})
class EscapeAttemptsTest {
    static final Table<Record> MSG = table(name("msg")), NOTE = table(name("note")), LANG = table(name("lang"));
    static final Field<Long> ID = field(name("id"), SQLDataType.BIGINT);
    static final Field<String> BODY = field(name("body"), SQLDataType.VARCHAR),
            TENANT = field(name("tenant_id"), SQLDataType.VARCHAR);
    static final Field<Long> NOTE_ID = field(name("note", "id"), SQLDataType.BIGINT),
            MSG_ID = field(name("msg", "id"), SQLDataType.BIGINT);
    static final IsolationContext ACME = IsolationContext.of("acme");
    static final GNote N = GNote.G;
    static final GMsg M = GMsg.G;

    // ------------------------------------------------------------------ A: leaks

    /** jOOQ inserts implicit joins when a scope ends and counts bind indexes wrongly; the CALLER's values land in tenant_id = ?. */
    @Test
    void implicitJoinsBindTheCallersValuesAsTenant() {
        answersAlike(dsl -> dsl.select(max(N.msg().BODY))
                .from(N)
                .groupBy(N.ID)
                .having(max(N.BODY).ne("ACME").and(min(N.BODY).ne("ACME")))
                .union(select(M.parent().BODY).from(M))
                .fetch());
    }
    /** The same without any hostile value: the scope's values are permuted (msg.tenant_id = 'bot' and agent_id = 'qq' …), so class B too. */
    @Test
    void implicitJoinsPermuteTheScopesValues() {
        try (TwinDatabases t = new TwinDatabases(IsolationContext.of("acme", "bot", "qq", "g1"))) {
            t.answerAlike(dsl -> dsl.select(N.msg().BODY)
                    .from(N)
                    .union(select(M.parent().BODY).from(M))
                    .fetch());
        }
    }
    /** update note … where note.id in (select note.id from note where note.tenant_id = ? limit ?): the outer statement is not confined. */
    @Test
    void updateWithLimitAndAKeyWithoutTheTenant() {
        touchesNobodyElse(dsl -> dsl.update(OldNote.T)
                .set(OldNote.T.B, "hit")
                .orderBy(OldNote.T.I)
                .limit(1)
                .execute());
    }

    @Test
    void deleteWithLimitAndAKeyWithoutTheTenant() {
        touchesNobodyElse(
                dsl -> dsl.deleteFrom(OldNote.T).orderBy(OldNote.T.I).limit(1).execute());
    }
    /** The value checked at rendering is rebound per row; only InsertScoper's ScopeValue(…, bound) is watched by ScopeBindings. */
    @Test
    void batchBindMovesRowsOut() {
        touchesNobodyElse(dsl -> dsl.batch(
                        dsl.update(NOTE).set(TENANT, "acme").set(ID, 1L).where(ID.eq(0L)))
                .bind("ACME", 77L, 2L)
                .execute());
    }

    @Test
    void batchBindMovesRowsOutByUpsert() {
        touchesNobodyElse(dsl -> dsl.batch(dsl.insertInto(NOTE, TENANT, ID)
                        .values("acme", 1L)
                        .onConflict(TENANT, ID)
                        .doUpdate()
                        .set(TENANT, "acme")
                        .set(ID, 1L))
                .bind("acme", 2L, "ACME", 78L)
                .execute());
    }

    @Test
    void keptStatementIsReboundAndMovesRowsOut() {
        touchesNobodyElse(dsl -> {
            var q = dsl.update(NOTE)
                    .set(TENANT, "acme")
                    .set(ID, 1L)
                    .where(ID.eq(99L))
                    .keepStatement(true);
            q.execute();
            q.bind(1, "ACME").bind(2, 79L).bind(3, 2L);
            return q.execute();
        });
    }
    /** String.valueOf(param.getValue()) is the user-type value; the converter decides what is bound. */
    @Test
    void converterMovesRowsOut() {
        Field<String> upper = field(
                name("tenant_id"),
                SQLDataType.VARCHAR.asConvertedDataType(org.jooq.Converter.of(
                        String.class, String.class, s -> s, s -> s == null ? null : s.toUpperCase())));
        touchesNobodyElse(dsl -> dsl.update(NOTE)
                .set(upper, "acme")
                .set(ID, 80L)
                .where(ID.eq(2L))
                .execute());
    }
    /** Place.of: update.$from().contains(target) is equality by name, so the target is taken for a FROM table and nothing is checked. */
    @Test
    void updateFromATableAliasedLikeTheTarget() {
        touchesNobodyElse(dsl -> dsl.update(NOTE)
                .set(TENANT, "ACME")
                .set(ID, 77L)
                .from(LANG.as("note"))
                .where(NOTE_ID.eq(2L))
                .execute());
    }
    /** OwnValues and InsertScoper look at the embeddable field's own name, jOOQ flattens it into tenant_id, id. */
    @Test
    void embeddableKeyMovesRowsOut() {
        touchesNobodyElse(dsl -> dsl.update(Emb.T)
                .set(Emb.T.K, new Pk("ACME", 901L))
                .where(Emb.T.I.eq(2L))
                .execute());
    }

    @Test
    void embeddableKeyMovesRowsOutByUpsert() {
        touchesNobodyElse(dsl -> dsl.insertInto(Emb.T, Emb.T.I)
                .values(2L)
                .onConflict(Emb.T.TEN, Emb.T.I)
                .doUpdate()
                .set(Emb.T.K, new Pk("ACME", 904L))
                .execute());
    }
    /** Numeric affinity: ? = '01' becomes 1. Ids must compare exactly (SPEC 4, ESCAPES H08). Reads, writes and deletes alike. */
    @Test
    void numericTenantColumn() {
        onSchema(
                List.of("create table t(tenant_id integer not null, v text)", "insert into t values (1, 'of 1')"),
                isolation -> assertThat(isolation
                                .dsl(IsolationContext.of("01"))
                                .select(field(name("v")))
                                .from("t")
                                .fetch())
                        .isEmpty());
    }
    /** H07: a column with NOCASE or RTRIM makes tenants equal. */
    @Test
    void collatedTenantColumn() {
        for (String collation : List.of("nocase", "rtrim")) {
            onSchema(
                    List.of(
                            "create table t(tenant_id text collate " + collation + " not null, v text)",
                            "insert into t values ('acme', 'own'), ('ACME', 'foreign'), ('acme ', 'foreign')"),
                    isolation -> assertThat(isolation
                                    .dsl(ACME)
                                    .select(field(name("v")))
                                    .from("t")
                                    .fetch())
                            .hasSize(1));
        }
    }
    /** A view's column has the collation of its table's, though the view's text does not say so. */
    @Test
    void viewOfACollatedTenantColumn() {
        onSchema(
                List.of(
                        "create table t(tenant_id text collate nocase not null, v text)",
                        "insert into t values ('acme', 'own'), ('ACME', 'foreign')",
                        "create view w as select tenant_id, v from t"),
                isolation -> assertThat(isolation
                                .dsl(ACME)
                                .select(field(name("v")))
                                .from("w")
                                .fetch(0, String.class))
                        .containsExactly("own"));
    }
    /** TableRules.fold folds non-ASCII letters, SQLite does not: the CTE ärger does not shadow the table Ärger; nor does K(elvin)id shadow kid. */
    @Test
    void commonTableExpressionThatDiffersByANonAsciiLetter() {
        for (String[] names : new String[][] {{"Ärger", "ärger"}, {"kid", "\u212Aid"}}) {
            onSchema(
                    List.of(
                            "create table \"" + names[0] + "\"(tenant_id text not null, v text)",
                            "insert into \"" + names[0] + "\" values ('acme', 'own'), ('ACME', 'foreign')"),
                    isolation -> assertThat(isolation
                                    .dsl(ACME)
                                    .with(names[1])
                                    .as(select(inline("x").as("v")))
                                    .select(field(name("v")))
                                    .from(table(name(names[0])))
                                    .fetch())
                            .hasSize(1));
        }
    }
    /** Reference c is a CTE for us; jOOQ's mapping renders it as note. */
    @Test
    void renderMappingOfACteName() {
        readsNobodyElse(dsl -> mapped(dsl, "c", "note")
                .with("c")
                .as(select(inline("f").as("body")))
                .select(BODY)
                .from(table(name("c")))
                .fetch());
    }
    /** Mapping also maps the qualifier of our predicate (x -> msg), not the alias: the predicate refers to the outer msg. */
    @Test
    void renderMappingOfAnAlias() {
        readsNobodyElse(dsl -> mapped(dsl, "x", "msg")
                .select(field(select(groupConcat(BODY)).from(Msg.MSG.as("x"))))
                .from(MSG)
                .limit(1)
                .fetch());
    }
    /** Our visitStart has run; what a later listener puts in place is rendered unchecked. */
    @Test
    void visitListenerAfterOursReplacesATable() {
        readsNobodyElse(dsl -> visiting(dsl, visit -> {
                    if (visit.queryPart() instanceof Table<?> part
                            && part.getName().equals("lang")) visit.queryPart(NOTE);
                })
                .select()
                .from(LANG)
                .fetch());
    }

    @Test
    void visitListenerAfterOursReplacesTheScopesValue() {
        readsNobodyElse(dsl -> visiting(dsl, visit -> {
                    if (visit.queryPart() instanceof Param<?> p && "acme".equals(p.getValue()))
                        visit.queryPart(val("ACME"));
                })
                .select(BODY)
                .from(NOTE)
                .fetch());
    }
    /** ScopedExecution.renderEnd approves whatever execution.sql() is by then; a listener before ours may have changed it. */
    @Test
    void executeListenerBeforeOursChangesTheSql() {
        readsNobodyElse(dsl -> executing(dsl, true, new ExecuteListener() {
                    @Override
                    public void renderEnd(ExecuteContext c) {
                        c.sql("select body from note where ? is not null");
                    }
                })
                .select(BODY)
                .from(NOTE)
                .fetch());
    }
    /** The driver's metadata objects ARE the raw result set and statement. */
    @Test
    void resultSetMetaDataIsTheRawResultSet() {
        touchesNobodyElse(dsl -> {
            try (var rows = dsl.selectFrom(NOTE).fetchLazy()) {
                return ((ResultSet) rows.resultSet().getMetaData())
                        .getStatement()
                        .getConnection()
                        .createStatement()
                        .executeUpdate("delete from note");
            } catch (java.sql.SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void parameterMetaDataIsTheRawStatement() {
        touchesNobodyElse(dsl -> executing(dsl, false, new ExecuteListener() {
                    @Override
                    public void prepareEnd(ExecuteContext c) {
                        try {
                            ((PreparedStatement) c.statement().getParameterMetaData())
                                    .getConnection()
                                    .createStatement()
                                    .executeUpdate("delete from note");
                        } catch (java.sql.SQLException e) {
                            throw new IllegalStateException(e);
                        }
                    }
                })
                .selectFrom(NOTE)
                .fetch());
    }
    /** The approval does not ask whose listener it was: a listener with rules of one's own (read from any other database) unlocks everything. */
    @Test
    void listenerWithOtherRulesOnAGuardedConnection() throws Exception {
        try (Isolation other = Isolation.builder()
                .jdbcUrl("jdbc:sqlite::memory:")
                .createSchema(false)
                .open()) {
            other.system("x").dsl().execute("create table note(id int)");
            TableRules rules = TableRules.builder().globalWritableTables("note").readFrom(other.rawDataSource());
            touchesNobodyElse(dsl -> using(dsl.configuration().derive(new IsolationVisitListener(rules, () -> ACME)))
                    .deleteFrom(NOTE)
                    .execute());
        }
    }
    /** DataType names are written with ctx.sql(…), no part is visited. */
    @Test
    void typeNameIsSqlText() {
        readsNobodyElse(dsl -> dsl.select(
                        cast(BODY, new DefaultDataType<>(null, String.class, "text) from msg where ? is not null --")))
                .from(NOTE)
                .fetch());
    }
    /** requireMadeByJooq accepts a host's lambda below ANY ancestor called JSONArray, Join, InsertQueryImpl … */
    @Test
    void lambdaInsideAPartThatMakesLambdas() {
        readsNobodyElse(dsl -> dsl.select(jsonArray(
                        CustomField.of("x", SQLDataType.VARCHAR, c -> c.sql("(select group_concat(body) from msg)"))))
                .fetch());
    }
    /** A kept statement runs again in the scope it was prepared in, whatever the query is attached to. */
    @Test
    void keptStatementAttachedToAnotherContext() {
        try (TwinDatabases t = new TwinDatabases(ACME)) {
            var q = t.scoped().select(BODY).from(NOTE).keepStatement(true);
            q.fetch();
            q.attach(t.everybody().dsl(IsolationContext.of("ACME")).configuration());
            Object seen;
            try {
                seen = q.fetch();
            } catch (IsolationViolationException refused) {
                seen = refused;
            }
            assertThat(seen.toString()).doesNotContain("acme-note");
        }
    }
    /** Counters of the pooled connection, which others used too. */
    @Test
    void countersOfTheConnection() {
        assertThatThrownBy(() -> {
                    try (TwinDatabases t = new TwinDatabases(ACME)) {
                        t.scoped()
                                .select(function("total_changes", Integer.class))
                                .fetch();
                    }
                })
                .isInstanceOf(IsolationViolationException.class);
        assertThatThrownBy(() -> {
                    try (TwinDatabases t = new TwinDatabases(ACME)) {
                        t.scoped()
                                .select(function("last_insert_rowid", Long.class))
                                .fetch();
                    }
                })
                .isInstanceOf(IsolationViolationException.class);
    }

    // ------------------------------------------------------------------ B: wrong answers / robustness

    /** isolation.dsl(c) hands everybody the same mutable Configuration and Settings. */
    @Test
    void oneCallersConfigurationIsEverybodys() {
        try (TwinDatabases t = new TwinDatabases(ACME)) {
            t.scoped().configuration().set(new DefaultExecuteListenerProvider(new ExecuteListener() {}));
            assertThat(t.everybody().dsl(ACME).selectFrom(NOTE).fetch()).hasSize(3);
        }
    }
    // ------------------------------------------------------------------ C: needless refusals

    /** VisibleNames.isVisible takes the reference itself, last in the path, for the definition it stands in. */
    @Test
    void commonTableExpressionObjectInFrom() {
        var c = name("c").fields("q").as(select(BODY).from(MSG));
        answersAlike(dsl -> dsl.with(c).select().from(c).fetch());
        answersAlike(dsl -> dsl.with(c).select().from(c.as("k")).fetch());
    }

    @Test
    void fetchCountOfASelect() {
        answersAlike(dsl -> dsl.fetchCount(select(BODY).from(MSG)));
    }

    @Test
    void textOfAQualifiedTableName() {
        answersAlike(dsl -> dsl.select().from("main.msg").fetch());
    }

    @Test
    void updateFromAJoin() {
        Table<Record> m = MSG.as("m"), tag = table(name("tag"));
        answersAlike(dsl -> dsl.update(NOTE)
                .set(BODY, field(name("tag", "tag"), String.class))
                .from(m.leftJoin(tag)
                        .on(field(name("tag", "msg_id"), Long.class).eq(field(name("m", "id"), Long.class))))
                .where(field(name("m", "id"), Long.class).eq(NOTE_ID))
                .and(field(name("tag", "tag"), String.class).like("%qq/g1-tag-1"))
                .execute());
    }

    // ------------------------------------------------------------------ means

    static void answersAlike(Function<DSLContext, ?> statement) {
        try (TwinDatabases t = new TwinDatabases(ACME)) {
            t.answerAlike(statement);
        }
    }

    static String foreign(TwinDatabases t) {
        DSLContext all = t.everybody().system("the check").dsl();
        return all.fetch("select * from note where tenant_id <> 'acme' order by 1, 2")
                        .toString()
                + all.fetch("select * from msg where tenant_id <> 'acme' order by 1, 2, 3, 4, 5");
    }

    static void touchesNobodyElse(Function<DSLContext, ?> statement) {
        try (TwinDatabases t = new TwinDatabases(ACME)) {
            String before = foreign(t);
            try {
                statement.apply(t.scoped());
            } catch (RuntimeException refusedOrFailed) {
                /* as good */
            }
            assertThat(foreign(t)).isEqualTo(before);
        }
    }

    static void readsNobodyElse(Function<DSLContext, ?> statement) {
        try (TwinDatabases t = new TwinDatabases(ACME)) {
            Object seen;
            try {
                Object o = statement.apply(t.scoped());
                seen = o instanceof Result<?> r ? r.formatCSV() : o;
            } catch (IsolationViolationException refused) {
                return;
            }
            assertThat(String.valueOf(seen)).doesNotContain("ACME", "acme:eu", "OR '1'");
        }
    }

    static DSLContext mapped(DSLContext dsl, String from, String to) {
        return using(dsl.configuration()
                .deriveSettings(s -> s.withRenderMapping(new RenderMapping()
                        .withSchemata(new MappedSchema()
                                .withInput("")
                                .withTables(new MappedTable().withInput(from).withOutput(to))))));
    }

    static DSLContext visiting(DSLContext dsl, java.util.function.Consumer<VisitContext> start) {
        List<VisitListenerProvider> all =
                new ArrayList<>(Arrays.asList(dsl.configuration().visitListenerProviders()));
        all.add(new DefaultVisitListenerProvider(new VisitListener() {
            @Override
            public void visitStart(VisitContext c) {
                start.accept(c);
            }
        }));
        return using(dsl.configuration().derive(all.toArray(new VisitListenerProvider[0])));
    }

    static DSLContext executing(DSLContext dsl, boolean first, ExecuteListener listener) {
        List<ExecuteListenerProvider> all =
                new ArrayList<>(Arrays.asList(dsl.configuration().executeListenerProviders()));
        all.add(first ? 0 : all.size(), new DefaultExecuteListenerProvider(listener));
        return using(dsl.configuration().derive(all.toArray(new ExecuteListenerProvider[0])));
    }

    static void onSchema(List<String> ddl, java.util.function.Consumer<Isolation> test) {
        try (Isolation schema = Isolation.builder()
                .jdbcUrl("jdbc:sqlite::memory:")
                .createSchema(false)
                .open()) {
            ddl.forEach(schema.system("schema").dsl()::execute);
            Isolation isolation;
            try {
                isolation = Isolation.builder()
                        .dataSource(schema.rawDataSource())
                        .createSchema(false)
                        .open();
            } catch (IllegalStateException refused) {
                return;
            } // refusing such a schema is as good
            try {
                test.accept(isolation);
            } catch (IsolationViolationException refused) {
                /* as good */
            }
        }
    }

    /** Code generated before the tenant joined the primary key. */
    static final class OldNote extends TableImpl<Record> {
        static final OldNote T = new OldNote();
        final TableField<Record, Long> I = createField(DSL.name("id"), SQLDataType.BIGINT.nullable(false), this);
        final TableField<Record, String> B = createField(DSL.name("body"), SQLDataType.VARCHAR, this);

        OldNote() {
            super(DSL.name("note"), null, null, null, DSL.comment(""), TableOptions.table());
        }

        @Override
        @SuppressWarnings("unchecked")
        public UniqueKey<Record> getPrimaryKey() {
            return org.jooq.impl.Internal.createUniqueKey(this, DSL.name("pk"), new TableField[] {I}, true);
        }
    }

    static final class Emb extends TableImpl<Record> {
        static final Emb T = new Emb();
        final TableField<Record, String> TEN = createField(DSL.name("tenant_id"), SQLDataType.VARCHAR, this);
        final TableField<Record, Long> I = createField(DSL.name("id"), SQLDataType.BIGINT.nullable(false), this);
        final TableField<Record, Pk> K =
                org.jooq.impl.Internal.createEmbeddable(DSL.name("pk"), Pk.class, false, this, TEN, I);

        Emb() {
            super(DSL.name("note"), null, null, null, DSL.comment(""), TableOptions.table());
        }
    }

    static final class Pk extends EmbeddableRecordImpl<Pk> {
        public Pk() {
            super(Emb.T.TEN, Emb.T.I);
        }

        Pk(String tenant, Long id) {
            this();
            set(Emb.T.TEN, tenant);
            set(Emb.T.I, id);
        }
    }

    static class GMsg extends TableImpl<Record> {
        static final GMsg G = new GMsg(DSL.name("msg"), null);
        final TableField<Record, String> TENANT_ID = createField(DSL.name("tenant_id"), SQLDataType.VARCHAR, this),
                AGENT_ID = createField(DSL.name("agent_id"), SQLDataType.VARCHAR, this),
                PLATFORM = createField(DSL.name("platform"), SQLDataType.VARCHAR, this),
                CS = createField(DSL.name("chat_stream_id"), SQLDataType.VARCHAR, this);
        final TableField<Record, Long> ID = createField(DSL.name("id"), SQLDataType.BIGINT, this);
        final TableField<Record, String> BODY = createField(DSL.name("body"), SQLDataType.VARCHAR, this);
        final TableField<Record, Long> PARENT_ID = createField(DSL.name("parent_id"), SQLDataType.BIGINT, this);
        final TableField<Record, String> CODE = createField(DSL.name("code"), SQLDataType.VARCHAR, this);

        GMsg(Name a, Table<Record> al) {
            super(a, null, al, null, DSL.comment(""), TableOptions.table());
        }

        GMsg(Name a, Table<Record> al, Condition w) {
            super(a, null, al, null, DSL.comment(""), TableOptions.table(), w);
        }

        <O extends Record> GMsg(Table<O> p, ForeignKey<O, Record> c, InverseForeignKey<O, Record> i) {
            super(p, c, i, G);
        }

        static class P extends GMsg implements Path<Record> {
            <O extends Record> P(Table<O> p, ForeignKey<O, Record> c, InverseForeignKey<O, Record> i) {
                super(p, c, i);
            }

            P(Name a, Table<Record> t) {
                super(a, t);
            }

            @Override
            public P as(Name n) {
                return new P(n, this);
            }

            @Override
            public P as(String n) {
                return new P(DSL.name(n), this);
            }
        }

        @Override
        public GMsg as(Name n) {
            return new GMsg(n, this);
        }

        @Override
        public GMsg as(String n) {
            return new GMsg(DSL.name(n), this);
        }

        @Override
        public GMsg where(Condition c) {
            return new GMsg(getQualifiedName(), aliased() ? this : null, c);
        }

        @Override
        public GMsg rename(Name n) {
            return new GMsg(n, null);
        }

        UniqueKey<Record> K() {
            return Keys.MK;
        }

        @Override
        public UniqueKey<Record> getPrimaryKey() {
            return Keys.MPK;
        }

        P parent() {
            return new P(this, Keys.MM, null);
        }

        GNote.P notes() {
            return new GNote.P(this, null, Keys.NM.getInverseKey());
        }
    }

    static class GNote extends TableImpl<Record> {
        static final GNote G = new GNote(DSL.name("note"), null);
        final TableField<Record, String> TENANT_ID = createField(DSL.name("tenant_id"), SQLDataType.VARCHAR, this);
        final TableField<Record, Long> ID = createField(DSL.name("id"), SQLDataType.BIGINT, this);
        final TableField<Record, Long> MSG_ID = createField(DSL.name("msg_id"), SQLDataType.BIGINT, this);
        final TableField<Record, String> BODY = createField(DSL.name("body"), SQLDataType.VARCHAR, this);

        GNote(Name a, Table<Record> al) {
            super(a, null, al, null, DSL.comment(""), TableOptions.table());
        }

        GNote(Name a, Table<Record> al, Condition w) {
            super(a, null, al, null, DSL.comment(""), TableOptions.table(), w);
        }

        <O extends Record> GNote(Table<O> p, ForeignKey<O, Record> c, InverseForeignKey<O, Record> i) {
            super(p, c, i, G);
        }

        static class P extends GNote implements Path<Record> {
            <O extends Record> P(Table<O> p, ForeignKey<O, Record> c, InverseForeignKey<O, Record> i) {
                super(p, c, i);
            }

            P(Name a, Table<Record> t) {
                super(a, t);
            }

            @Override
            public P as(Name n) {
                return new P(n, this);
            }

            @Override
            public P as(String n) {
                return new P(DSL.name(n), this);
            }
        }

        @Override
        public GNote as(Name n) {
            return new GNote(n, this);
        }

        @Override
        public GNote as(String n) {
            return new GNote(DSL.name(n), this);
        }

        @Override
        public GNote where(Condition c) {
            return new GNote(getQualifiedName(), aliased() ? this : null, c);
        }

        @Override
        public UniqueKey<Record> getPrimaryKey() {
            return Keys.NPK;
        }

        GMsg.P msg() {
            return new GMsg.P(this, Keys.NM, null);
        }
    }

    static class Keys {
        static final UniqueKey<Record> MK =
                org.jooq.impl.Internal.createUniqueKey(GMsg.G, DSL.name("mk"), new TableField[] {GMsg.G.ID}, true);
        static final UniqueKey<Record> MPK = org.jooq.impl.Internal.createUniqueKey(
                GMsg.G,
                DSL.name("mpk"),
                new TableField[] {GMsg.G.TENANT_ID, GMsg.G.AGENT_ID, GMsg.G.PLATFORM, GMsg.G.CS, GMsg.G.ID},
                true);
        static final UniqueKey<Record> NPK = org.jooq.impl.Internal.createUniqueKey(
                GNote.G, DSL.name("npk"), new TableField[] {GNote.G.TENANT_ID, GNote.G.ID}, true);
        static final ForeignKey<Record, Record> NM = org.jooq.impl.Internal.createForeignKey(
                GNote.G, DSL.name("nm"), new TableField[] {GNote.G.MSG_ID}, MK, new TableField[] {GMsg.G.ID}, true);
        static final ForeignKey<Record, Record> MM = org.jooq.impl.Internal.createForeignKey(
                GMsg.G, DSL.name("mm"), new TableField[] {GMsg.G.PARENT_ID}, MK, new TableField[] {GMsg.G.ID}, true);
    }
}
