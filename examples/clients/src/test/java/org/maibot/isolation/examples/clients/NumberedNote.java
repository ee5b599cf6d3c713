package org.maibot.isolation.examples.clients;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A note whose id is of a sequence, as Hibernate has it where databases have sequences; of these it takes 50 at once. */
@Entity
@Table(name = "note")
class NumberedNote {
    @Id
    @Nullable
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "note_seq")
    @SequenceGenerator(name = "note_seq", sequenceName = "note_seq")
    Long id;

    String body = "";

    static NumberedNote of(String body) {
        NumberedNote note = new NumberedNote();
        note.body = body;
        return note;
    }
}
