package org.maibot.isolation.jdbc;

import java.util.ArrayList;
import java.util.List;
import org.jooq.DSLContext;
import org.maibot.isolation.Dimension;

/** The tables of {@link TwinDatabases}, and whose rows are in them. */
final class TwinSchema {
    private static final List<List<String>> OWNERS = List.of(
            List.of("acme", "bot", "qq", "g1"),
            List.of("acme", "bot", "qq", "g2"),
            List.of("acme", "bot", "discord", "g1"),
            List.of("acme", "helper", "qq", "g1"),
            List.of("acme:eu", "bot", "qq", "g1"),
            List.of("ACME", "bot", "qq", "g1"),
            List.of("acme' OR '1'='1", "bot", "qq", "g1"));

    private TwinSchema() {}

    /**
     * Creates the tables.
     *
     * @param defaults the ids that the isolation columns have by default, from the tenant's on
     */
    static void create(DSLContext dsl, List<String> defaults) {
        String tenant = columns(defaults, 1, " not null");
        String agent = columns(defaults, 2, " not null");
        String all = columns(defaults, 4, " not null");
        String wide = agent
                + columns(defaults, 4, "").substring(columns(defaults, 2, "").length());
        dsl.execute("create table msg (" + all + "id bigint not null, body varchar(200), parent_id bigint,"
                + " code varchar(20), primary key (tenant_id, agent_id, platform, chat_stream_id, id))");
        dsl.execute("create table note (" + tenant + "id bigint not null, msg_id bigint, body varchar(200),"
                + " primary key (tenant_id, id))");
        dsl.execute("create table tag (" + agent + "tag varchar(200) not null, msg_id bigint)");
        dsl.execute("create table memo (" + wide + "id bigint not null, body varchar(200))");
        dsl.execute("create table lang (code varchar(20) primary key, name varchar(20) not null)");
        dsl.execute("create table counter (name varchar(20) primary key, value bigint not null)");
        dsl.execute("create table undeclared (id bigint, body varchar(20))");
        dsl.execute("create view msg_v as select * from msg");
        dsl.execute("create view msg_hidden as select id, body from msg");
    }

    /** The columns of the outermost dimensions; ids in them differ when a character does. */
    private static String columns(List<String> defaults, int dimensions, String constraint) {
        String type = switch (TestDatabase.underTest().family()) {
            case "mysql" -> " varchar(64) character set utf8mb4 collate utf8mb4_0900_bin";
            case "mariadb" -> " varchar(64) character set utf8mb4 collate utf8mb4_nopad_bin";
            default -> " varchar(64)";
        };
        List<Dimension> all = List.of(Dimension.values());
        StringBuilder columns = new StringBuilder();
        for (int i = 0; i < dimensions; i++) {
            columns.append(all.get(i).columnName()).append(type);
            if (i < defaults.size()) {
                columns.append(" default '")
                        .append(defaults.get(i).replace("'", "''"))
                        .append('\'');
            }
            columns.append(constraint).append(", ");
        }
        return columns.toString();
    }

    static void insertGlobalRows(DSLContext dsl) {
        dsl.execute("insert into lang values ('en', 'English'), ('zh', '中文')");
        dsl.execute("insert into counter values ('a', 1)");
        dsl.execute("insert into undeclared values (1, 'x')");
    }

    static void insertRowsOfEverybody(DSLContext dsl) {
        OWNERS.forEach(owner -> insertRows(dsl, owner));
        for (String tenant : List.of("acme", "acme:eu", "ACME")) { // memories of whole agents and platforms
            dsl.execute("insert into memo values (?, 'bot', null, null, 10, ?)", tenant, tenant + "-of-agent");
            dsl.execute("insert into memo values (?, 'bot', 'qq', null, 11, ?)", tenant, tenant + "-of-platform");
        }
    }

    private static void insertRows(DSLContext dsl, List<String> owner) {
        String body = String.join("/", owner);
        for (long id = 1; id <= 3; id++) {
            dsl.execute(
                    "insert into msg values (?, ?, ?, ?, ?, ?, ?, ?)",
                    concat(owner, id, body + "#" + id, id - 1, "code-" + (id % 2)));
            dsl.execute("insert into tag values (?, ?, ?, ?)", owner.get(0), owner.get(1), body + "-tag-" + id, id + 1);
        }
        dsl.execute("insert into memo values (?, ?, ?, ?, ?, ?)", concat(owner, 1L, body));
        if (owner.subList(1, 4).equals(List.of("bot", "qq", "g1"))) {
            for (long id = 2; id <= 4; id++) {
                dsl.execute("insert into note values (?, ?, ?, ?)", owner.get(0), id, id, owner.get(0) + "-note-" + id);
            }
        }
    }

    private static Object[] concat(List<String> first, Object... rest) {
        List<Object> all = new ArrayList<>(first);
        all.addAll(List.of(rest));
        return all.toArray();
    }
}
