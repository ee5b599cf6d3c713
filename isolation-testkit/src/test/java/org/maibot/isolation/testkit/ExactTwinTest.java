package org.maibot.isolation.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.maibot.isolation.testkit.Notebook.ACME;
import static org.maibot.isolation.testkit.Notebook.GLOBEX;
import static org.maibot.isolation.testkit.TestSql.execute;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.maibot.isolation.jdbc.FreshDatabase;
import org.maibot.isolation.jdbc.TableRules;
import org.maibot.isolation.jdbc.TestDatabase;

/** Values in a twin are exactly those of the host's database, whatever their types; else it is told. */
class ExactTwinTest {
    /** A type, and how a value of it is written. */
    private record Typed(String type, String value) {}

    private static final List<Typed> MYSQL = List.of(
            new Typed("year", "'1987'"),
            new Typed("year", "0"),
            new Typed("time", "'-12:34:56'"),
            new Typed("time(6)", "'12:34:56.789012'"),
            new Typed("time(6)", "'-838:59:58.999999'"),
            new Typed("time(3)", "'00:00:00.120'"),
            new Typed("datetime", "'1000-01-01 00:00:00'"),
            new Typed("datetime(6)", "'2024-02-29 23:59:59.123456'"),
            new Typed("datetime(6)", "'9999-12-31 23:59:59.999999'"),
            new Typed("timestamp(6) null", "'2024-10-27 01:30:00.000001'"),
            new Typed("date", "'0001-01-01'"),
            new Typed("float", "1.2345678"),
            new Typed("float", "16777215"),
            new Typed("double", "0.1e0 + 0.2e0"),
            new Typed("double", "1.7976931348623157e308"),
            new Typed("decimal(65,30)", "12345678901234567890123456789012345.123456789012345678901234567890"),
            new Typed("bigint unsigned", "18446744073709551615"),
            new Typed("tinyint(1)", "-7"),
            new Typed("bit(1)", "1"),
            new Typed("bit(13)", "4099"),
            new Typed("binary(4)", "x'00ff0100'"),
            new Typed("blob", "x'00ff80'"),
            new Typed("char(8)", "' a '"),
            new Typed("varchar(20)", "'\\\\ \\' 😀 '"),
            new Typed("enum('x','y')", "'y'"),
            new Typed("set('x','y')", "'x,y'"),
            new Typed("point", "st_geomfromtext('POINT(1 2)', 4326)"),
            new Typed("json", "'{\"a\": [1.50, null]}'"));

    private static final List<Typed> POSTGRESQL = List.of(
            new Typed("real", "1.2345678"),
            new Typed("double precision", "1"),
            new Typed("double precision", "'-Infinity'"),
            new Typed("double precision", "1e-7"),
            new Typed("numeric", "0.00000001"),
            new Typed("numeric(20,2)", "100"),
            new Typed("numeric", "'NaN'"),
            new Typed("boolean", "true"),
            new Typed("timestamp", "'2024-02-29 23:59:59.123456'"),
            new Typed("timestamp", "'infinity'"),
            new Typed("timestamp", "'0044-03-15 12:00:00 BC'"),
            new Typed("timestamptz", "'2024-10-27 01:30:00.000001+02'"),
            new Typed("time(6)", "'24:00:00'"),
            new Typed("timetz", "'12:34:56.789012-03:30'"),
            new Typed("interval", "'1 year -2 days 03:04:05.678901'"),
            new Typed("date", "'0001-01-01 BC'"),
            new Typed("bytea", "'\\x00ff80'"),
            new Typed("text[]", "array['a', null, 'b \"c\"']"),
            new Typed("double precision[]", "'[0:1]={1,2.5}'"),
            new Typed("uuid", "'123e4567-e89b-12d3-a456-426614174000'"),
            new Typed("jsonb", "'{\"a\": [1.50, null]}'"),
            new Typed("int4range", "'[1,5)'"),
            new Typed("point", "'(1,2.5)'"),
            new Typed("char(4)", "'a'"),
            new Typed("\"char\"", "'a'"),
            new Typed("bit(3)", "b'101'"),
            new Typed("inet", "'10.0.0.1/8'"),
            new Typed("money", "'12.34'"),
            new Typed("tsvector", "'a:1 b:2'"),
            new Typed("regclass", "'pg_class'"),
            new Typed("xml", "'<a>b</a>'"));

    /** Its whole value, as the server tells it. */
    private static String text(TestDatabase kind, String column, Typed typed) {
        if (kind.family().equals("postgresql")) {
            return column + "::text";
        }
        boolean isNumber = typed.type().equals("float") || typed.type().startsWith("bit(");
        return isNumber ? "concat(" + column + " + 0e0)" : "hex(concat(" + column + "))";
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL_18", "MYSQL", "MARIADB"})
    void valuesOfAllTypesAreWhatTheyWere(TestDatabase kind) throws SQLException {
        List<Typed> types = kind.family().equals("postgresql") ? POSTGRESQL : MYSQL;
        try (FreshDatabase database = kind.fresh()) {
            DataSource host = database.dataSource();
            List<String> columns = new ArrayList<>();
            List<String> values = new ArrayList<>();
            for (int i = 0; i < types.size(); i++) {
                columns.add("c" + i + " " + types.get(i).type());
                values.add(types.get(i).value());
            }
            execute(
                    host,
                    "create table v (tenant_id varchar(20) not null, " + String.join(", ", columns) + ")",
                    "insert into v values ('acme', " + String.join(", ", values) + ")");
            try (TwinCheck twins = TwinCheck.of(host, TableRules.builder().readFrom(host))) {
                for (int i = 0; i < types.size(); i++) {
                    String text = text(kind, "c" + i, types.get(i));
                    assertThat(twins.compare(ACME, "select " + text + " from v").problem())
                            .as("%s", types.get(i))
                            .isEmpty();
                }
            }
        }
    }

    /** PostgreSQL's driver reads values in another form once it has prepared a statement, on one side before the other. */
    @Test
    void statementsThatTheDriverPreparesAnswerTheSame() throws SQLException {
        try (FreshDatabase database = TestDatabase.POSTGRESQL_18.fresh()) {
            DataSource host = database.dataSource();
            execute(
                    host,
                    "create table v (tenant_id text not null, a double precision, b real[], c numeric, d point, e timestamptz)",
                    "insert into v select tenant, 1, array[1, 2.5], 0.00000001, '(1,2)', '2024-02-29 23:59:59+02'"
                            + " from (values ('acme'), ('globex')) t(tenant)");
            try (TwinCheck twins = TwinCheck.of(host, TableRules.builder().readFrom(host))) {
                for (int i = 0; i < 7; i++) { // five are enough
                    twins.verify(ACME, "select * from v");
                    twins.verify(GLOBEX, "select * from v");
                }
            }
        }
    }

    /** MySQL and MariaDB make a new id of a 0, unless a session says otherwise. */
    @ParameterizedTest
    @EnumSource(names = {"MYSQL", "MARIADB"})
    void aRowThatIsAnotherInTheTwinIsTold(TestDatabase kind) throws SQLException {
        try (FreshDatabase database = kind.fresh()) {
            DataSource host = database.dataSource();
            execute(
                    host,
                    "set sql_mode = 'NO_AUTO_VALUE_ON_ZERO'",
                    "create table note (id int auto_increment primary key, tenant_id varchar(20) not null, title varchar(20))",
                    "insert into note values (0, 'acme', 'ours'), (1, 'globex', 'theirs')");
            execute(host, "set sql_mode = default");
            try (TwinCheck twins = TwinCheck.of(host, TableRules.builder().readFrom(host))) {
                twins.verify(GLOBEX, "select title from note");
                for (int i = 0; i < 2; i++) {
                    assertThatIllegalStateException()
                            .isThrownBy(() -> twins.compare(ACME, "select title from note"))
                            .withMessageContaining("cannot be copied to the twin as it is: note{id=0, ")
                            .withMessageContaining("there it is one of [note{id=");
                }
                twins.verify(GLOBEX, "select title from note");
            }
        }
    }

    private static boolean referToNothing(DataSource given) {
        try {
            execute(given, "insert into note (mood_name) values ('nothing')");
            return true;
        } catch (SQLException refused) {
            return false;
        }
    }

    /** Nor do other twins lose their foreign keys then. */
    @ParameterizedTest
    @EnumSource(names = {"MYSQL", "MARIADB"})
    void aRowThatTheTwinDoesNotTakeIsTold(TestDatabase kind) throws SQLException {
        try (FreshDatabase database = kind.fresh()) {
            DataSource host = database.dataSource();
            execute(
                    host,
                    "set sql_mode = ''",
                    "create table mood (tenant_id varchar(20) not null, name varchar(20) not null, primary key (tenant_id, name))",
                    "create table note (tenant_id varchar(20) not null, mood enum('good', 'bad'),"
                            + " mood_name varchar(20), foreign key (tenant_id, mood_name) references mood (tenant_id, name))",
                    "insert into note (tenant_id, mood) values ('acme', 'unheard of'), ('globex', 'good')");
            execute(host, "set sql_mode = default");
            try (TwinCheck twins = TwinCheck.of(host, TableRules.builder().readFrom(host))) {
                twins.verify(GLOBEX, "select mood from note");
                assertThatExceptionOfType(SQLException.class)
                        .isThrownBy(() -> twins.compare(ACME, "select mood from note"))
                        .withMessageContaining("The rows of note cannot be copied to the twin")
                        .withMessageContaining("'mood'");
                twins.verify(GLOBEX, ExactTwinTest::referToNothing);
            }
        }
    }
}
