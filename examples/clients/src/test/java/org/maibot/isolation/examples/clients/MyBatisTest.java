package org.maibot.isolation.examples.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maibot.isolation.examples.clients.Bookshop.ACME;
import static org.maibot.isolation.examples.clients.Bookshop.GLOBEX;

import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.apache.ibatis.cursor.Cursor;
import org.apache.ibatis.executor.BatchResult;
import org.apache.ibatis.mapping.Environment;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.ExecutorType;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.SqlSessionFactory;
import org.apache.ibatis.session.SqlSessionFactoryBuilder;
import org.apache.ibatis.transaction.jdbc.JdbcTransactionFactory;
import org.maibot.isolation.examples.clients.BookMapper.Book;
import org.maibot.isolation.jdbc.TestDatabase;

/** MyBatis mappers work in their tenant, and know nothing of it. */
class MyBatisTest {
    private static SqlSessionFactory factory(DataSource dataSource) {
        Configuration configuration =
                new Configuration(new Environment("test", new JdbcTransactionFactory(), dataSource));
        configuration.addMapper(BookMapper.class);
        return new SqlSessionFactoryBuilder().build(configuration);
    }

    /** What a mapper does in a session that is committed. */
    private interface Use {
        void of(BookMapper mapper) throws Exception;
    }

    private static void inAcme(TestDatabase kind, Use use) throws Exception {
        Bookshop.visit(kind, shop -> {
            try (SqlSession session = factory(shop.of(ACME)).openSession()) {
                use.of(session.getMapper(BookMapper.class));
                session.commit();
            }
        });
    }

    @EachDatabase
    void selectsWithAssociationsFindTheTenantsRows(TestDatabase kind) throws Exception {
        inAcme(kind, mapper -> {
            assertThat(mapper.find(1)).hasToString("1 Call to Arms 300 by 1Lu Xun [stories]");
            assertThat(mapper.find(9)).isNull();
            assertThat(mapper.page(2, 1)).containsExactly("Wandering", "Rickshaw Boy");
        });
    }

    @EachDatabase
    void dynamicSelectsFindTheTenantsRows(TestDatabase kind) throws Exception {
        inAcme(kind, mapper -> {
            assertThat(mapper.search(null, null)).hasSize(3);
            assertThat(mapper.search("Lu Xun", null)).hasSize(2);
            assertThat(mapper.search("Lu Xun", List.of(2L, 3L)))
                    .singleElement()
                    .hasToString("2 Wandering 250 by 1Lu Xun []");
            List<String> lines = new ArrayList<>();
            try (Cursor<Book> books = mapper.cursor()) {
                books.forEach(book -> lines.add(book.toString()));
            }
            assertThat(lines).hasSize(3).contains("3 Rickshaw Boy 320 by 2Lao She [novel]");
        });
    }

    @EachDatabase
    void insertsAreFilledIn(TestDatabase kind) throws Exception {
        Bookshop.visit(kind, shop -> {
            try (SqlSession session = factory(shop.of(ACME)).openSession()) {
                BookMapper mapper = session.getMapper(BookMapper.class);
                assertThat(mapper.insertAll(List.of(Book.of(4, "four", 4), Book.of(5, "five", null))))
                        .isEqualTo(2);
                assertThat(mapper.insertFor(ACME.tenantId(), 6, "six")).isOne();
                Refused.by(() -> mapper.insertFor(GLOBEX.tenantId(), 7, "seven"));
                session.commit();
            }
            assertThat(shop.rows(ACME, "book"))
                    .hasSize(6)
                    .contains("book 4 null four 4 0", "book 5 null five null 0", "book 6 null six null 0");
        });
    }

    @EachDatabase
    void generatedKeysComeBack(TestDatabase kind) throws Exception {
        Bookshop.visit(kind, shop -> {
            BookMapper.Note note = new BookMapper.Note();
            note.body = "new";
            try (SqlSession session = factory(shop.of(ACME)).openSession(true)) {
                assertThat(session.getMapper(BookMapper.class).insertNote(note)).isOne();
            }
            assertThat(shop.rows(ACME, "note")).contains("note " + note.id + " new");
        });
    }

    @EachDatabase
    void changesReachTheTenantsRowsOnly(TestDatabase kind) throws Exception {
        Bookshop.visit(kind, shop -> {
            try (SqlSession session = factory(shop.of(ACME)).openSession()) {
                BookMapper mapper = session.getMapper(BookMapper.class);
                assertThat(mapper.update(Book.of(1, "changed", null))).isOne();
                assertThat(mapper.update(Book.of(0, null, 7))).isEqualTo(3);
                assertThat(mapper.deleteTags(6)).isEqualTo(2);
                Refused.by(() -> mapper.moveTo(GLOBEX.tenantId(), 1));
                session.commit();
            }
            assertThat(shop.rows(ACME, "book_tag")).isEmpty();
            assertThat(shop.rows(ACME, "book"))
                    .containsExactly("book 1 1 changed 7 0", "book 2 1 Wandering 7 0", "book 3 2 Rickshaw Boy 7 0");
        });
    }

    @EachDatabase
    void theBatchExecutorFillsInEachRow(TestDatabase kind) throws Exception {
        Bookshop.visit(kind, shop -> {
            try (SqlSession session = factory(shop.of(ACME)).openSession(ExecutorType.BATCH)) {
                BookMapper mapper = session.getMapper(BookMapper.class);
                for (int id = 10; id < 20; id++) {
                    mapper.insert(Book.of(id, "batch", id));
                }
                mapper.update(Book.of(1, "first", null));
                mapper.update(Book.of(2, "second", null));
                List<BatchResult> results = session.flushStatements();
                assertThat(results).hasSize(2);
                mapper.insertFor(ACME.tenantId(), 20, "own");
                session.commit();
                Refused.by(() -> {
                    mapper.insertFor(GLOBEX.tenantId(), 21, "foreign");
                    session.flushStatements();
                });
            }
            assertThat(shop.rows(ACME, "book")).hasSize(14).contains("book 1 1 first 300 0", "book 20 null own null 0");
        });
    }

    @EachDatabase
    void aSessionThatIsRolledBackLeavesNothing(TestDatabase kind) throws Exception {
        Bookshop.visit(kind, shop -> {
            List<String> before = shop.rows(ACME);
            try (SqlSession session = factory(shop.of(ACME)).openSession(ExecutorType.REUSE)) {
                BookMapper mapper = session.getMapper(BookMapper.class);
                mapper.insert(Book.of(10, "one", 1));
                mapper.insert(Book.of(11, "two", 2));
                mapper.deleteTags(0);
                session.rollback();
            }
            assertThat(shop.rows(ACME)).isEqualTo(before);
        });
    }
}
