package org.maibot.isolation.examples.clients;

import java.util.List;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.cursor.Cursor;
import org.jspecify.annotations.Nullable;

/** MyBatis's mapper of books, whose statements are in the XML file of this name. None of them knows the tenant. */
interface BookMapper {
    /** An author, as MyBatis fills it in. */
    final class Author {
        long id;
        String name = "";
    }

    /** A book, as MyBatis fills it in. */
    final class Book {
        long id;

        @Nullable
        String title;

        @Nullable
        Integer pages;

        @Nullable
        Author author;

        List<String> tags = List.of();

        static Book of(long id, @Nullable String title, @Nullable Integer pages) {
            Book book = new Book();
            book.id = id;
            book.title = title;
            book.pages = pages;
            return book;
        }

        @Override
        public String toString() {
            return id + " " + title + " " + pages + " by " + (author == null ? "nobody" : author.id + author.name) + " "
                    + tags;
        }
    }

    /** A note, whose id the database makes. */
    final class Note {
        long id;
        String body = "";
    }

    @Nullable
    Book find(long id);

    List<Book> search(@Nullable @Param("name") String name, @Nullable @Param("ids") List<Long> ids);

    Cursor<Book> cursor();

    List<String> page(@Param("limit") int limit, @Param("offset") int offset);

    int insert(Book book);

    int insertAll(List<Book> books);

    int insertFor(@Param("tenant") String tenant, @Param("id") long id, @Param("title") String title);

    int insertNote(Note note);

    int update(Book book);

    int moveTo(@Param("tenant") String tenant, @Param("id") long id);

    int deleteTags(@Param("pages") int pages);
}
