package org.maibot.isolation;

/** Why something was refused, for programs; the message of the exception is for people. */
public enum ViolationReason {
    /** An id is absent, empty, too long, or holds a character that no id may hold. */
    INVALID_ID,
    /** A canonical text or a JSON object does not denote a context. */
    INVALID_CONTEXT_TEXT,
    /** There is no context where one is needed. */
    NO_CONTEXT,
    /** A context was to be replaced by one that it does not contain: a sibling or a wider one. */
    CONTEXT_NOT_NARROWER,
    /** The operation needs a narrower or a wider context than the one at hand. */
    WRONG_LEVEL,
    /** The tenant is not among the declared ones. */
    UNKNOWN_TENANT,
    /** The number of tenants has reached its limit. */
    TENANT_LIMIT_REACHED,
    /** A table or a sequence that no rule covers, or that does not exist. */
    UNKNOWN_TABLE,
    /** A write to a table that is read-only for scoped code. */
    GLOBAL_TABLE_READ_ONLY,
    /** A kind of statement that scoped code may not run. */
    STATEMENT_NOT_ALLOWED,
    /** A part of a statement whose meaning cannot be established, such as free SQL text. */
    OPAQUE_SQL,
    /** A statement that names a value of an isolation column which is not the context's. */
    FOREIGN_SCOPE,
    /** An insert that leaves out an isolation column which the context does not fix. */
    MISSING_DIMENSION,
    /** A reference to a scoped table that is not under its full predicate. */
    UNSCOPED_REFERENCE,
    /** A JDBC object or method that would lead around the scoping. */
    UNGUARDED_ACCESS,
    /** Work across tenants without a reason. */
    REASON_REQUIRED,
    /** A message claims no tenant or agent, or another one than its processor's. */
    CLAIMED_IDENTITY,
    /** The tenant is suspended. */
    TENANT_SUSPENDED,
    /** A tenant has used up what it may use. */
    QUOTA_EXCEEDED,
    /** A queue is full. */
    OVERLOADED,
    /** What was to do it is closed, or its tenant is being removed. */
    CLOSED,
    /** Sending is not permitted there. */
    NOT_PERMITTED
}
