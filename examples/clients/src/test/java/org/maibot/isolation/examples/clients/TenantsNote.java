package org.maibot.isolation.examples.clients;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/** A note whose tenant Hibernate itself fills in and asks for. */
@Entity
@Table(name = "note")
class TenantsNote {
    @Id
    @Nullable
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    @TenantId
    @Nullable
    @Column(name = "tenant_id")
    String tenant;

    String body = "";

    static TenantsNote of(String body) {
        TenantsNote note = new TenantsNote();
        note.body = body;
        return note;
    }
}
