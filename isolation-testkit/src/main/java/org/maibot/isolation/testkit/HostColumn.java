package org.maibot.isolation.testkit;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A column of a host's table.
 *
 * @param nullable whether it takes NULL
 * @param defaulted whether a row that leaves it out gets a value
 * @param made whether that value is made anew, such as a time or a UUID
 * @param counter whether the database counts its values
 * @param computed whether the database computes its values and takes no others
 */
record HostColumn(
        String name,
        HostType type,
        boolean nullable,
        boolean defaulted,
        boolean made,
        boolean counter,
        boolean computed) {
    private static final Pattern MADE = Pattern.compile("(?i)\\w\\s*\\(|current_|localtime");

    private static final Pattern STRING = Pattern.compile("'[^']*'");

    /** Whether an expression makes another value each time, for all that its text tells. */
    static boolean isMade(@Nullable String expression) {
        return expression != null
                && MADE.matcher(STRING.matcher(expression).replaceAll("''")).find();
    }

    /** An expression whose text tells the whole value: MySQL rounds that of a float, and its driver makes a date of a year. */
    String exact(Family family) {
        String quoted = family.quote(name);
        if (family == Family.MYSQL && type.kind() == HostType.Kind.YEAR) {
            return "concat(" + quoted + ")";
        }
        return family == Family.MYSQL && type.name().startsWith("float") ? quoted + " + 0e0" : quoted;
    }

    /** Whether a row may leave it out. */
    boolean isOptional() {
        return nullable || defaulted || counter || computed;
    }

    /** Whether rows are planted without it, unless something refers to it. */
    boolean isLeftOut() {
        return counter || computed;
    }
}
