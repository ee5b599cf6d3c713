package org.maibot.isolation.examples.clients;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A book of an author, with tags; the entity does not know the tenant. */
@Entity
@Table(name = "book")
class Book {
    @Id
    long id;

    String title = "";

    @Nullable
    Integer pages;

    @Version
    int version;

    @Nullable
    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "author_id")
    Author author;

    @ElementCollection
    @CollectionTable(name = "book_tag", joinColumns = @JoinColumn(name = "book_id"))
    @Column(name = "tag")
    Set<String> tags = new HashSet<>();

    static Book of(long id, String title, @Nullable Author author) {
        Book book = new Book();
        book.id = id;
        book.title = title;
        book.author = author;
        return book;
    }
}
