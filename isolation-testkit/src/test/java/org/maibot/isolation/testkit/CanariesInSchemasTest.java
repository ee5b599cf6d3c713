package org.maibot.isolation.testkit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.FreshDatabase;
import org.maibot.isolation.jdbc.Isolation;
import org.maibot.isolation.jdbc.TableRules;
import org.maibot.isolation.jdbc.TestDatabase;

/** Canaries are planted in the canonical schema, in the schemas of other tests, and wherever ids or keys leave little room. */
class CanariesInSchemasTest {
    @ParameterizedTest
    @EnumSource
    void theCanonicalSchemaHoldsCanariesOfAllLevels(TestDatabase kind) throws SQLException {
        try (FreshDatabase database = kind.fresh();
                Isolation isolation =
                        Isolation.builder().dataSource(database.dataSource()).open()) {
            Canaries canaries =
                    Canaries.in(database.dataSource(), isolation.rules()).plant();

            assertThat(canaries.contexts()).contains(IsolationContext.of("acme ", "C", "p", "S"));
            for (IsolationContext reader : canaries.contexts()) {
                for (String table :
                        List.of("tenants", "agents", "chat_streams", "messages", "memory_chest", "llm_usage")) {
                    String all = isolation
                            .dsl(reader)
                            .fetch("select * from " + table)
                            .toString();
                    assertThat(Tokens.in(all)).as(table).isNotEmpty();
                    canaries.requireNoneForeignTo(reader, all);
                    String everybodys = isolation
                            .system("test")
                            .dsl()
                            .fetch("select * from " + table)
                            .toString();
                    assertThat(canaries.foreignTo(reader, everybodys)).as(table).isNotEmpty();
                }
            }
            assertThat(isolation
                            .system("test")
                            .dsl()
                            .fetchValues("select distinct memory_level from memory_chest order by 1")
                            .toString())
                    .isEqualTo("[agent, chat, platform]");
        }
    }

    @ParameterizedTest
    @EnumSource
    void theSchemasOfTheEscapesTakeCanaries(TestDatabase kind) throws SQLException, IOException {
        try (HostileSchema host = new HostileSchema(kind)) {
            host.execute(read("schema-" + kind.family() + ".sql").split(";;"));
            TableRules rules = TableRules.builder()
                    .globalWritableTables("lang", "msg_sum")
                    .table("ctext", table -> table.tenant("tenant"))
                    .readFrom(host.dataSource());
            Canaries canaries = Canaries.in(host.dataSource(), rules).plant();

            assertThat(canaries.contexts().stream().map(IsolationContext::tenantId))
                    .contains("1", "12", "2");
            assertThat(canaries.foreignTo(IsolationContext.of("1"), host.all("trig", "body")))
                    .allMatch(canary -> canary.owner().tenantId().equals("2"))
                    .isNotEmpty();
            assertThat(canaries.foreignTo(IsolationContext.of("2"), host.all("trig", "body")))
                    .isEmpty();
        }
    }

    private static String read(String name) throws IOException {
        try (InputStream file = TestDatabase.class.getResourceAsStream("escapes/" + name)) {
            return new String(requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @EnumSource
    void idsAreThoseThatTheirColumnsTake(TestDatabase kind) throws SQLException {
        try (HostileSchema host = new HostileSchema(kind)) {
            host.execute(
                    "create table customer (tenant_id smallint not null primary key, name varchar(60))",
                    "create table item (tenant_id smallint not null, agent_id varchar(2) not null,"
                            + " platform varchar(10) not null check (platform in ('qq', 'discord')), title varchar(60))",
                    "create table site (id smallint not null primary key)",
                    "create table page (tenant_id smallint not null, title varchar(60), foreign key (tenant_id) references site (id))");
            TableRules rules = TableRules.builder().globalTables("site").readFrom(host.dataSource());
            Canaries canaries =
                    Canaries.in(host.dataSource(), rules).rowsPerTable(2).plant();

            assertThat(canaries.contexts().stream()
                            .map(context -> context.platform().orElseThrow()))
                    .containsOnly("qq", "discord");
            assertThat(canaries.contexts().stream()
                            .map(IsolationContext::tenantId)
                            .distinct())
                    .containsExactlyInAnyOrder("1", "12", "2", "3");
            assertThat(host.all("page", "title")).hasSize(8);
            assertThat(host.all("customer", "name")).hasSize(4);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "MYSQL", "MARIADB"})
    void idsDifferInMoreThanTheirCaseWhereTheCollationFoldsIt(TestDatabase kind) throws SQLException {
        try (HostileSchema host = new HostileSchema(kind)) {
            String folding =
                    kind == TestDatabase.SQLITE ? "collate nocase" : "character set utf8mb3 collate utf8mb3_general_ci";
            host.execute("create table shop (tenant_id varchar(40) " + folding
                    + " not null primary key, name varchar(60) " + folding + ")");
            Canaries canaries = Canaries.in(
                            host.dataSource(), TableRules.builder().readFrom(host.dataSource()))
                    .plant();

            assertThat(canaries.contexts().stream().map(IsolationContext::tenantId))
                    .contains("a:b", "a", "%", "o'b");
            assertThat(host.all("shop", "name")).hasSize(canaries.contexts().size());
        }
    }

    @ParameterizedTest
    @EnumSource
    void textsAreOfTheLettersThatTheirColumnsTake(TestDatabase kind) throws SQLException {
        try (HostileSchema host = new HostileSchema(kind)) {
            host.execute(
                    "create table note (tenant_id varchar(20) not null, title varchar(60) check (title not like '%:%'),"
                            + " tiny varchar(1) not null, shorter varchar(9) not null)");
            Canaries canaries = Canaries.in(
                            host.dataSource(), TableRules.builder().readFrom(host.dataSource()))
                    .plant();

            assertThat(canaries.contexts()).allMatch(context -> context.level() == Dimension.TENANT);
            assertThat(host.all("note", "title"))
                    .hasSize(3 * canaries.contexts().size())
                    .allMatch(title -> !Tokens.in(title).isEmpty());
        }
    }

    @ParameterizedTest
    @EnumSource
    void rowsOfContextsThatAreGivenArePlanted(TestDatabase kind) throws SQLException {
        try (Notebook notebook = new Notebook(kind)) {
            Canaries canaries = Canaries.in(notebook.dataSource(), notebook.rules())
                    .contexts(Notebook.ACME, Notebook.GLOBEX)
                    .column("tag", "tag", "red", "green", "grey", "black")
                    .rowsPerTable(1)
                    .plant();

            assertThat(canaries.contexts()).containsExactly(Notebook.ACME, Notebook.GLOBEX);
            assertThat(canaries.foreignTo(Notebook.ACME, notebook.snapshot().rows()))
                    .hasSize(2)
                    .allMatch(canary ->
                            canary.table().equals("note") && canary.column().equals("title"))
                    .extracting(Canaries.Canary::owner)
                    .containsExactlyInAnyOrder(Notebook.GLOBEX, IsolationContext.of("globex"));
            assertThat(canaries.foreignTo(Notebook.GLOBEX, notebook.snapshot().rows()))
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRESQL_18"})
    void aCycleThatCanBeDeferredIsPlanted(TestDatabase kind) throws SQLException {
        try (HostileSchema host = new HostileSchema(kind)) {
            String deferred = kind == TestDatabase.SQLITE ? "" : " deferrable";
            host.execute(
                    "create table hen (tenant_id varchar(64) not null, id integer not null, egg varchar(40) not null,"
                            + " primary key (tenant_id, id)"
                            + (kind == TestDatabase.SQLITE
                                    ? ", foreign key (tenant_id, egg) references egg (tenant_id, id))"
                                    : ")"),
                    "create table egg (tenant_id varchar(64) not null, id varchar(40) not null, hen integer not null,"
                            + " primary key (tenant_id, id), foreign key (tenant_id, hen) references hen (tenant_id, id)"
                            + deferred + ")");
            if (kind != TestDatabase.SQLITE) {
                host.execute(
                        "alter table hen add foreign key (tenant_id, egg) references egg (tenant_id, id) deferrable");
            }
            Canaries canaries = Canaries.in(
                            host.dataSource(), TableRules.builder().readFrom(host.dataSource()))
                    .plant();

            assertThat(host.all("egg", "hen")).hasSize(3 * canaries.contexts().size());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL_18", "MYSQL"})
    void aCycleThatCannotIsNamed(TestDatabase kind) throws SQLException {
        try (HostileSchema host = new HostileSchema(kind)) {
            host.execute(
                    "create table hen (tenant_id varchar(64) not null, id integer not null primary key, egg integer not null)",
                    "create table egg (tenant_id varchar(64) not null, id integer not null primary key, hen integer not null,"
                            + " foreign key (hen) references hen (id))",
                    "alter table hen add foreign key (egg) references egg (id)");
            Canaries.Builder planting =
                    Canaries.in(host.dataSource(), TableRules.builder().readFrom(host.dataSource()));

            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(planting::plant)
                    .withMessageContaining("egg -> hen -> egg")
                    .withMessageContaining("Make one of them nullable or deferrable");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatCannotBeThoughtOfIsToldAndCanBeGiven(TestDatabase kind) throws SQLException {
        try (HostileSchema host = new HostileSchema(kind)) {
            host.execute("create table part (tenant_id varchar(64) not null, number integer not null"
                    + " check (number * number = 7921), title varchar(40))");
            TableRules rules = TableRules.builder().readFrom(host.dataSource());

            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> Canaries.in(host.dataSource(), rules).plant())
                    .withMessageContaining("The table part takes no row of ")
                    .withMessageContaining("column(\"part\", …)");
            assertThat(host.all("part", "title")).isEmpty();
            Canaries.in(host.dataSource(), rules)
                    .column("part", "number", 89, -89)
                    .plant();
            assertThat(host.all("part", "number")).contains("89", "-89");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRESQL_18", "MYSQL"})
    void aTypeThatIsNotKnownIsTold(TestDatabase kind) throws SQLException {
        try (HostileSchema host = new HostileSchema(kind)) {
            String type = kind == TestDatabase.MYSQL ? "polygon" : kind == TestDatabase.SQLITE ? "shape" : "path";
            host.execute("create table area (tenant_id varchar(64) not null, line " + type + " not null, other " + type
                    + ")");
            TableRules rules = TableRules.builder().readFrom(host.dataSource());

            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> Canaries.in(host.dataSource(), rules).plant())
                    .withMessage(
                            "The column area.line of the type " + type + " is NOT NULL and has no default, and no value"
                                    + " of that type is known. Give some: column(\"area\", \"line\", …)");
            if (kind != TestDatabase.MYSQL) {
                Canaries.in(host.dataSource(), rules)
                        .column("area", "line", "((0,0),(1,1))")
                        .plant();
                assertThat(host.all("area", "line")).contains("((0,0),(1,1))");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = "SQLITE")
    void canariesThatTheDatabaseDoesNotKeepAreTold(TestDatabase kind) throws SQLException {
        try (HostileSchema host = new HostileSchema(kind)) {
            host.execute(
                    "create table memo (tenant_id varchar(64) not null, title varchar(40), body varchar(40))",
                    "create trigger cut after insert on memo begin update memo set title = 'cut'; end");
            TableRules rules = TableRules.builder().readFrom(host.dataSource());

            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> Canaries.in(host.dataSource(), rules).plant())
                    .withMessageContaining("does not hold them in [memo.title]");
            Canaries.in(host.dataSource(), rules).column("memo", "title", "x").plant();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRESQL_18", "MARIADB"})
    void whatDoesNotFitTheSchemaIsRefused(TestDatabase kind) throws SQLException {
        try (Notebook notebook = new Notebook(kind)) {
            Canaries.Builder planting = Canaries.in(notebook.dataSource(), notebook.rules());

            assertRefused(() -> planting.column("notes", "title", "x").plant(), "There is no table notes");
            Canaries.Builder another = Canaries.in(notebook.dataSource(), notebook.rules());
            assertRefused(() -> another.column("note", "tenant_id", "x").plant(), "contexts(…)");
            Canaries.Builder without = Canaries.in(notebook.dataSource(), notebook.rules());
            assertRefused(() -> without.leavingOut("tags").plant(), "There is no table tags");
            Canaries.Builder withoutParents = Canaries.in(notebook.dataSource(), notebook.rules());
            assertRefused(() -> withoutParents.leavingOut("note").plant(), "leave out tag too");
            assertRefused(() -> another.column("note", "title"), "Give one or more values for note.title");
            assertRefused(() -> another.rowsPerTable(0), "give one or more");
            assertRefused(() -> another.contexts(Notebook.ACME), "Give two or more");
            assertRefused(() -> another.contexts(Notebook.ACME, Notebook.ACME), "Give two or more");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRESQL_18", "MARIADB"})
    void tablesThatAreLeftOutGetNoRows(TestDatabase kind) throws SQLException {
        try (Notebook notebook = new Notebook(kind)) {
            List<String> tags = TestSql.texts(notebook.dataSource(), "select count(*) from tag");
            List<String> notes = TestSql.texts(notebook.dataSource(), "select count(*) from note");

            Canaries.in(notebook.dataSource(), notebook.rules())
                    .leavingOut("tag")
                    .plant();

            assertThat(TestSql.texts(notebook.dataSource(), "select count(*) from tag"))
                    .isEqualTo(tags);
            assertThat(TestSql.texts(notebook.dataSource(), "select count(*) from note"))
                    .isNotEqualTo(notes);
        }
    }

    private static void assertRefused(ThrowingCallable code, String message) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(code)
                .withMessageContaining(message);
    }
}
