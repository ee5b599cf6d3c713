package org.maibot.isolation;

import org.jspecify.annotations.Nullable;

/** The rule for legal ids. */
final class Ids {
    private static final int MAX_CODE_POINTS = 128;

    private Ids() {}

    static void requireLegal(Dimension dimension, @Nullable String id) {
        if (id == null || id.isEmpty()) {
            throw refuse(dimension, id == null ? "is absent" : "is empty");
        }
        if (id.length() > MAX_CODE_POINTS && id.codePointCount(0, id.length()) > MAX_CODE_POINTS) {
            throw refuse(dimension, "has more than " + MAX_CODE_POINTS + " characters");
        }
        for (int i = 0; i < id.length(); i += Character.charCount(id.codePointAt(i))) {
            requireLegal(dimension, id.codePointAt(i));
        }
    }

    private static void requireLegal(Dimension dimension, int codePoint) {
        if (Character.isISOControl(codePoint)) {
            throw refuse(dimension, String.format("holds the control character U+%04X", codePoint));
        }
        if (Character.getType(codePoint) == Character.SURROGATE) {
            throw refuse(dimension, "holds half of a surrogate pair, which is not Unicode text");
        }
    }

    private static IsolationViolationException refuse(Dimension dimension, String why) {
        return new IsolationViolationException(
                ViolationReason.INVALID_ID,
                "The " + dimension.columnName() + " " + why,
                "Give an id of 1 to " + MAX_CODE_POINTS + " Unicode characters without control characters");
    }
}
