package org.maibot.isolation.examples.clients;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A note, whose id the database makes; the entity does not know the tenant. */
@Entity
@Table(name = "note")
class Note {
    @Id
    @Nullable
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    String body = "";

    static Note of(String body) {
        Note note = new Note();
        note.body = body;
        return note;
    }
}
