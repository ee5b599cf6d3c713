package org.maibot.isolation.jdbc;

/** Where new databases come from. */
interface Databases {
    /** Creates an empty database; returns its JDBC URL, with the name of a user who may do everything in it. */
    String create(String name);

    /** Removes a database, and ends what still uses it. */
    void drop(String name);

    /** Gives back everything; does nothing if there is nothing to give back. */
    void stop();
}
