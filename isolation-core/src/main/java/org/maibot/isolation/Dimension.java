package org.maibot.isolation;

/**
 * One of the four dimensions of a scope, from the outermost to the innermost. The innermost dimension that a context
 * fixes is also the context's {@linkplain IsolationContext#level() level}.
 */
public enum Dimension {
    /** A customer; always present. */
    TENANT(0, "tenant_id"),
    /** One bot persona of a tenant. */
    AGENT(1, "agent_id"),
    /** The chat platform an agent speaks on, such as {@code qq} or {@code discord}. */
    PLATFORM(2, "platform"),
    /** One group or private chat of an agent on a platform. */
    CHAT_STREAM(3, "chat_stream_id");

    private final int depth;
    private final String columnName;

    Dimension(int depth, String columnName) {
        this.depth = depth;
        this.columnName = columnName;
    }

    /** The name of this dimension's column in the canonical schema, in JSON and in the logging context (MDC). */
    public String columnName() {
        return columnName;
    }

    /** How many dimensions lie outside this one. */
    int depth() {
        return depth;
    }
}
