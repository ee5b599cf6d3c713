package org.maibot.isolation.examples.quickstart;

import org.maibot.isolation.jdbc.ImportReport;

/** Shows how far an import is. */
interface Progress {

    /** Shows what has been imported so far; all of it is stored. */
    void show(ImportReport soFar);

    /** Makes room for other output. */
    void clear();

    /** How many messages of the log are in the database. */
    static long messages(ImportReport soFar) {
        return soFar.stored() + soFar.alreadyThere();
    }
}
