package org.maibot.isolation.query;

import org.maibot.isolation.Dimension;

/** Who sees a memory: everything inside the scope that owns it. */
public enum MemoryLevel {
    /** Owned by an agent, seen in each of its chats. */
    AGENT(Dimension.AGENT),
    /** Owned by an agent on one platform. */
    PLATFORM(Dimension.PLATFORM),
    /** Owned by one chat stream. */
    CHAT(Dimension.CHAT_STREAM);

    private final Dimension dimension;

    MemoryLevel(Dimension dimension) {
        this.dimension = dimension;
    }

    /** The innermost dimension that a memory of this level has. */
    public Dimension dimension() {
        return dimension;
    }
}
