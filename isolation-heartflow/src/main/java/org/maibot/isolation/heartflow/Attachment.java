package org.maibot.isolation.heartflow;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * Something that comes with a message, by reference: its content stays where it is.
 *
 * @param kind what it is
 * @param reference where it is
 * @param mediaType its media type as of RFC 6838, such as {@code image/png}, if known
 * @param name the name of the file, if it has one
 */
public record Attachment(Kind kind, URI reference, Optional<String> mediaType, Optional<String> name) {
    /** What an attachment is. */
    public enum Kind {
        /** A picture. */
        IMAGE,
        /** A sticker or an emoji of the platform's. */
        STICKER,
        /** Sound. */
        VOICE,
        /** A film. */
        VIDEO,
        /** Anything else. */
        FILE
    }

    /** Checks that nothing is null. */
    public Attachment {
        requireNonNull(kind, "kind");
        requireNonNull(reference, "reference");
        requireNonNull(mediaType, "mediaType");
        requireNonNull(name, "name");
    }

    /** An attachment of which only kind and place are known. */
    public static Attachment of(Kind kind, URI reference) {
        return new Attachment(kind, reference, Optional.empty(), Optional.empty());
    }

    /** How a history tells of it: its kind in brackets. */
    String placeholder() {
        return "[" + kind.name().toLowerCase(Locale.ROOT) + "]";
    }
}
