package org.maibot.isolation.jdbc;

/** A way on which a host's statements reach the database. */
enum Door {
    /** The text, prepared on a connection of the isolating data source. */
    TEXT(Form.TEXT),
    /** jOOQ's plain SQL in a scoped jOOQ context. */
    DSL(Form.PLAIN_SQL),
    /** jOOQ's plain SQL in a host's own configuration with the isolation listener, on connections that nothing guards. */
    LISTENER(Form.PLAIN_SQL),
    /** jOOQ's objects in a scoped jOOQ context. */
    DSL_TREE(Form.TREE),
    /** jOOQ's objects in a host's own configuration with the isolation listener. */
    LISTENER_TREE(Form.TREE);

    private final Form form;

    Door(Form form) {
        this.form = form;
    }

    /** What the statement is when it comes to the door. */
    enum Form {
        TEXT,
        /** The text, after what jOOQ takes in it for templates. */
        PLAIN_SQL,
        /** The objects that jOOQ's parser makes of the text. */
        TREE
    }

    Form form() {
        return form;
    }
}
