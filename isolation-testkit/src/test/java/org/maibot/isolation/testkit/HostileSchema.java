package org.maibot.isolation.testkit;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.jdbc.FreshDatabase;
import org.maibot.isolation.jdbc.TableRules;
import org.maibot.isolation.jdbc.TestDatabase;

/** A host's schema that takes few rows gladly, on a real database. */
final class HostileSchema implements AutoCloseable {
    private final FreshDatabase database;
    private final String family;

    HostileSchema(TestDatabase kind) {
        database = kind.fresh();
        family = kind.family();
    }

    /** What a family of databases says, where they differ. */
    private String by(String sqlite, String postgresql, String mysql) {
        return switch (family) {
            case "sqlite" -> sqlite;
            case "postgresql" -> postgresql;
            default -> mysql;
        };
    }

    /** Creates its tables. */
    HostileSchema filled() throws SQLException {
        String exact = by(
                "",
                "",
                " character set utf8mb4 collate "
                        + (family.equals("mysql") ? "utf8mb4_0900_bin" : "utf8mb4_nopad_bin"));
        String counter = by(
                "integer primary key",
                "bigint generated always as identity primary key",
                "bigint auto_increment primary key");
        List<String> statements = new ArrayList<>();
        if (family.equals("postgresql")) {
            statements.add("create type mood as enum ('glad', 'sad')");
            statements.add("create domain short_code as varchar(12) check (length(value) = 11)");
        }
        statements.addAll(List.of(
                "create table country (code char(2) not null primary key, name varchar(40) not null)",
                "create table plan (id integer not null primary key, label varchar(40))", // not declared
                "create table tenant (tenant_id varchar(64) not null primary key, name varchar(200) not null,"
                        + " country char(2) not null, plan_id integer not null,"
                        + " foreign key (country) references country (code), foreign key (plan_id) references plan (id))"
                        + exact,
                "create table person (tenant_id varchar(64) not null, id varchar(36) not null, agent_id varchar(64),"
                        + " boss varchar(36), mail varchar(80) not null unique check (mail like '%@%'), initial char(1) not null,"
                        + " tag varchar(3) not null, age smallint not null check (age between 18 and 99),"
                        + " state varchar(10) not null check (state in ('open', 'closed')), closed_at date,"
                        + " upper_id varchar(36) generated always as (upper(id)) stored,"
                        + " constraint closing check ((state = 'closed') = (closed_at is not null)),"
                        + " primary key (tenant_id, id), unique (tenant_id, tag),"
                        + " foreign key (tenant_id) references tenant (tenant_id),"
                        + " foreign key (tenant_id, boss) references person (tenant_id, id))" + exact,
                "create table visit (id " + counter + ", tenant_id varchar(64) not null, agent_id varchar(64) not null,"
                        + " platform varchar(64) not null, chat_stream_id varchar(64) not null, person_id varchar(36) not null,"
                        + " number integer not null, note text not null, latin varchar(60) "
                        + by("", "", "character set latin1") + ","
                        + " mood " + by("text check (mood in ('glad', 'sad'))", "mood", "enum('glad', 'sad')")
                        + " not null,"
                        + " details " + by("text check (json_valid(details))", "jsonb", "json") + " not null,"
                        + " words " + by("text", "text[]", "set('a', 'b')") + " not null,"
                        + " numbers " + by("text", "int[]", "json") + ","
                        + " code "
                        + by(
                                "varchar(12) not null check (length(code) = 11)",
                                "short_code not null",
                                "varchar(12) not null check (char_length(code) = 11)")
                        + ", raw " + by("blob", "bytea", "varbinary(40)") + " not null,"
                        + " price numeric(5, 2) not null check (price > 0), ratio " + by("real", "float8", "double")
                        + " not null,"
                        + " seen_at timestamp not null, day date not null, hour time not null, big bigint not null, flag boolean not null,"
                        + " token " + by("uuid", "uuid", family.equals("mariadb") ? "uuid" : "binary(16)")
                        + " not null,"
                        + " starts integer not null, ends integer not null, check (ends > starts),"
                        + " constraint visit_number unique (tenant_id, number),"
                        + " foreign key (tenant_id, person_id) references person (tenant_id, id))" + exact,
                "create table receipt (visit_id bigint not null primary key, tenant_id varchar(64) not null, text varchar(30) not null,"
                        + " foreign key (visit_id) references visit (id))" + exact,
                "create table leader (tenant_id varchar(64) not null, id integer not null, team_id integer, name varchar(60),"
                        + " primary key (tenant_id, id))" + exact,
                "create table team (tenant_id varchar(64) not null, id integer not null, leader_id integer not null, name varchar(60),"
                        + " primary key (tenant_id, id), foreign key (tenant_id, leader_id) references leader (tenant_id, id))"
                        + exact,
                "create table tree (tenant_id varchar(64) not null, id integer not null, parent integer not null, name varchar(60),"
                        + " primary key (tenant_id, id), foreign key (tenant_id, parent) references tree (tenant_id, id))"
                        + exact,
                "create view visits as select tenant_id, note from visit"));
        if (!family.equals("sqlite")) {
            statements.add("alter table leader add foreign key (tenant_id, team_id) references team (tenant_id, id)");
        }
        execute(statements.toArray(String[]::new));
        return this;
    }

    void execute(String... statements) throws SQLException {
        try (Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The values of a column, as text. */
    List<String> all(String table, String column) throws SQLException {
        try (Connection connection = dataSource().getConnection()) {
            return Twin.texts(connection, "select " + column + " from " + table);
        }
    }

    DataSource dataSource() {
        return database.dataSource();
    }

    TableRules rules() throws SQLException {
        return TableRules.builder()
                .globalTables("country")
                .table("person", table -> table.nullBelongsToWiderLevel(Dimension.AGENT))
                .readFrom(dataSource());
    }

    @Override
    public void close() {
        database.close();
    }
}
