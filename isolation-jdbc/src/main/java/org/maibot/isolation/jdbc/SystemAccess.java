package org.maibot.isolation.jdbc;

import org.jooq.DSLContext;

/**
 * Operator's work across tenants: nothing that goes through this is scoped. Obtained with a reason from
 * {@link Isolation#system(String)}, which reports it to the observer. Safe for use by several threads.
 */
public final class SystemAccess {
    private final String reason;
    private final DSLContext dsl;

    SystemAccess(String reason, DSLContext dsl) {
        this.reason = reason;
        this.dsl = dsl;
    }

    /** The reason that was given. */
    public String reason() {
        return reason;
    }

    /** A jOOQ context that sees and changes everything. */
    public DSLContext dsl() {
        return dsl;
    }
}
