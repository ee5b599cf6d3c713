package org.maibot.isolation.examples.clients;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;

/** A book whose entity maps the tenant as an attribute like others, and sends it with each insert and update. */
@Entity
@Table(name = "book")
class TenantsBook {
    @Id
    long id;

    @Column(name = "tenant_id")
    String tenant = "";

    String title = "";

    @Version
    int version;

    static TenantsBook of(String tenant, long id, String title) {
        TenantsBook book = new TenantsBook();
        book.tenant = tenant;
        book.id = id;
        book.title = title;
        return book;
    }
}
