package org.maibot.isolation.query;

import org.maibot.isolation.IsolationContext;

/** The door to everything that one scope holds. */
public interface IsolatedQueryManager {
    /** The largest number of rows that one call returns. */
    int MAX_LIMIT = 10_000;

    /** The context that every query of this manager is confined to. */
    IsolationContext context();

    /** The messages of the scope. */
    MessageQueries messages();

    /** The chat streams of the scope. */
    ChatStreamQueries chatStreams();

    /** The memories that the scope sees. */
    MemoryQueries memories();

    /** The use of language models by the scope. */
    UsageQueries usage();

    /** The agents of the scope. */
    AgentQueries agents();

    /** Counts of what this scope holds: of the whole tenant for a tenant's context, of less for a narrower one. */
    TenantOverview tenantOverview();
}
