package org.maibot.isolation.examples.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.maibot.isolation.examples.clients.Bookshop.ACME;
import static org.maibot.isolation.examples.clients.Bookshop.GLOBEX;

import java.sql.PreparedStatement;
import java.util.List;
import java.util.Map;
import org.maibot.isolation.jdbc.TestDatabase;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.EmptyResultDataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.SimpleJdbcInsert;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.jdbc.support.KeyHolder;

/** Spring's JDBC templates work in their tenant. */
class SpringJdbcTest {
    private static final String TITLE = "select title from book where id = ?";
    private static final String INSERT = "insert into book (id, title) values (?, ?)";

    /** What a template does. */
    private interface Use {
        void of(JdbcTemplate template, Bookshop shop) throws Exception;
    }

    private static void inAcme(TestDatabase kind, Use use) throws Exception {
        Bookshop.visit(kind, shop -> use.of(new JdbcTemplate(shop.of(ACME)), shop));
    }

    @EachDatabase
    void queriesFindTheTenantsRows(TestDatabase kind) throws Exception {
        inAcme(kind, (template, shop) -> {
            assertThat(template.queryForObject("select count(*) from book", Integer.class))
                    .isEqualTo(3);
            assertThat(template.queryForObject(TITLE, String.class, 2)).isEqualTo("Wandering");
            assertThatThrownBy(() -> template.queryForObject(TITLE, String.class, 9))
                    .isInstanceOf(EmptyResultDataAccessException.class);
            assertThat(template.queryForList("select a.name, count(b.id) as n from author a"
                            + " join book b on b.author_id = a.id group by a.name order by a.name"))
                    .extracting(row -> row.get("name") + " " + row.get("n"))
                    .containsExactly("Lao She 1", "Lu Xun 2");
        });
    }

    @EachDatabase
    void updatesAndBatchesReachTheTenantsRowsOnly(TestDatabase kind) throws Exception {
        inAcme(kind, (template, shop) -> {
            assertThat(template.update("update book set pages = pages + 1")).isEqualTo(3);
            assertThat(template.batchUpdate(INSERT, List.of(new Object[] {4, "four"}, new Object[] {5, "five"})))
                    .containsExactly(1, 1);
            assertThat(template.batchUpdate("delete from book_tag where book_id = 1", "delete from book_tag"))
                    .containsExactly(1, 1);
            assertThat(shop.rows(ACME, "book"))
                    .hasSize(5)
                    .contains("book 1 1 Call to Arms 301 0", "book 5 null five null 0");
            assertThat(shop.rows(ACME, "book_tag")).isEmpty();
        });
    }

    @EachDatabase
    void namedParametersAreBoundBesideTheScope(TestDatabase kind) throws Exception {
        inAcme(kind, (template, shop) -> {
            NamedParameterJdbcTemplate named = new NamedParameterJdbcTemplate(template);
            assertThat(named.queryForList(
                            "select title from book where id in (:ids) and pages > :pages order by id",
                            Map.of("ids", List.of(1, 2, 3), "pages", 250),
                            String.class))
                    .containsExactly("Call to Arms", "Rickshaw Boy");
            SqlParameterSource[] rows = {
                new MapSqlParameterSource("id", 4).addValue("title", "four").addValue("tenant", ACME.tenantId()),
                new MapSqlParameterSource("id", 5).addValue("title", "five").addValue("tenant", ACME.tenantId())
            };
            String insert = "insert into book (id, tenant_id, title) values (:id, :tenant, :title)";
            assertThat(named.batchUpdate(insert, rows)).containsExactly(1, 1);
            Refused.by(() -> named.update(insert, Map.of("id", 6, "title", "six", "tenant", GLOBEX.tenantId())));
            assertThat(shop.rows(ACME, "book")).hasSize(5);
        });
    }

    @EachDatabase
    void generatedKeysComeBack(TestDatabase kind) throws Exception {
        inAcme(kind, (template, shop) -> {
            KeyHolder keys = new GeneratedKeyHolder();
            template.update(
                    connection -> {
                        PreparedStatement statement =
                                connection.prepareStatement("insert into note (body) values (?)", new String[] {"id"});
                        statement.setString(1, "by a key holder");
                        return statement;
                    },
                    keys);
            assertThat(shop.rows(ACME, "note")).contains("note " + keys.getKey() + " by a key holder");
        });
    }

    @EachDatabase
    void simpleInsertsFindTheTableAndAreFilledIn(TestDatabase kind) throws Exception {
        inAcme(kind, (template, shop) -> {
            Number id = new SimpleJdbcInsert(template)
                    .withTableName("note")
                    .usingColumns("body")
                    .usingGeneratedKeyColumns("id")
                    .executeAndReturnKey(Map.of("body", "simple"));
            assertThat(shop.rows(ACME, "note")).contains("note " + id + " simple");

            SimpleJdbcInsert books =
                    new SimpleJdbcInsert(template).withTableName("book").usingColumns("id", "title");
            SqlParameterSource[] rows = {
                new MapSqlParameterSource("id", 4).addValue("title", "four"),
                new MapSqlParameterSource("id", 5).addValue("title", "five")
            };
            assertThat(books.executeBatch(rows)).containsExactly(1, 1);
            assertThat(shop.rows(ACME, "book")).hasSize(5);
        });
    }

    @EachDatabase
    void simpleInsertsOfAllColumnsGiveTheOwnTenant(TestDatabase kind) throws Exception {
        inAcme(kind, (template, shop) -> {
            SimpleJdbcInsert tags = new SimpleJdbcInsert(template).withTableName("book_tag");
            assertThat(tags.execute(Map.of("tenant_id", ACME.tenantId(), "book_id", 2, "tag", "new")))
                    .isOne();
            Refused.by(() -> tags.execute(Map.of("tenant_id", GLOBEX.tenantId(), "book_id", 2, "tag", "foreign")));
            Refused.by(() -> tags.execute(Map.of("book_id", 2, "tag", "null is no tenant")));
            assertThat(shop.rows(ACME, "book_tag")).hasSize(3).contains("book_tag 2 new");
        });
    }

    @EachDatabase
    void exceptionsAreTranslatedAsWithoutIsolation(TestDatabase kind) throws Exception {
        inAcme(kind, (template, shop) -> {
            Throwable below = catchThrowable(
                    () -> new JdbcTemplate(shop.below()).update("insert into author select * from author"));
            assertThat(catchThrowable(() -> template.update(INSERT, 1, "twice")))
                    .isInstanceOf(DataAccessException.class)
                    .hasSameClassAs(below);
            assertThat(Refused.by(() -> template.update("update book set tenant_id = 'globex'")))
                    .isInstanceOf(DataAccessException.class);
            assertThat(Refused.by(() -> template.execute("drop table book"))).isInstanceOf(DataAccessException.class);
        });
    }
}
