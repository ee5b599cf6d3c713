package org.maibot.isolation.examples.clients;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.util.ArrayList;
import java.util.List;

/** An author; the entity does not know the tenant. */
@Entity
@Table(name = "author")
class Author {
    @Id
    long id;

    String name = "";

    @Version
    int version;

    @OneToMany(mappedBy = "author")
    @OrderBy("id")
    List<Book> books = new ArrayList<>();

    static Author of(long id, String name) {
        Author author = new Author();
        author.id = id;
        author.name = name;
        return author;
    }
}
