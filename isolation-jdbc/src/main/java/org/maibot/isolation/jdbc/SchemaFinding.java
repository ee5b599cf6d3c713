package org.maibot.isolation.jdbc;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;

/**
 * Something in the schema of a database that undermines isolation, and that no statement can make up for.
 *
 * @param name what to call it in {@link Isolation.Builder#acceptFinding}: its kind, its table and, if there are several
 *     in a table, its own name, as {@code trigger:notes.move_note}; the same each time the runtime opens
 * @param severity how bad it is
 * @param message what it is, why it matters, and what to do, for people
 */
public record SchemaFinding(String name, Severity severity, String message) {
    /** Errors first, then by name. */
    static final Comparator<SchemaFinding> ORDER =
            Comparator.comparing(SchemaFinding::severity).thenComparing(SchemaFinding::name);

    /** Checks the parts. */
    public SchemaFinding {
        requireNonNull(name, "name");
        requireNonNull(severity, "severity");
        requireNonNull(message, "message");
    }

    /** How bad a finding is. */
    public enum Severity {
        /** Rows of another scope can be changed or shown. */
        ERROR,
        /** That rows of another scope exist can be observed, or statements are slow. */
        WARNING
    }
}
