package org.maibot.isolation.testkit;

/**
 * A column of a host's table.
 *
 * @param nullable whether it takes NULL
 * @param defaulted whether a row that leaves it out gets a value
 * @param counter whether the database counts its values
 * @param computed whether the database computes its values and takes no others
 */
record HostColumn(String name, HostType type, boolean nullable, boolean defaulted, boolean counter, boolean computed) {
    /** Whether a row may leave it out. */
    boolean isOptional() {
        return nullable || defaulted || counter || computed;
    }

    /** Whether rows are planted without it, unless something refers to it. */
    boolean isLeftOut() {
        return counter || computed;
    }
}
