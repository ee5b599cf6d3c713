package org.maibot.isolation.query;

import java.util.List;
import java.util.Optional;

/**
 * The memories that a scope sees: those of chats, platforms and agents inside it, and those of the wider levels that it
 * belongs to. A memory is changed only from the level that owns it or a wider one; by its id, from a context that
 * names an agent, since ids belong to agents. Lists have the newest first.
 */
public interface MemoryQueries {

    /**
     * Stores a memory at the level of this context: agent, platform or chat.
     *
     * @param title what it is about, up to 255 characters, possibly empty
     * @param content what is remembered
     */
    Memory store(String title, String content);

    /** The memory of this id. */
    Optional<Memory> find(String memoryId);

    /** The newest memories. */
    List<Memory> list(int limit);

    /** The newest memories of a level. */
    List<Memory> list(MemoryLevel level, int limit);

    /**
     * The newest memories whose title or content contains a text. The case of ASCII letters does not matter.
     */
    List<Memory> search(String text, int limit);

    /**
     * Moves a memory of a narrower level to a wider one, where more chat streams see it. Needs a context of that wider
     * level or a wider one, is recorded with its reason and reported to the observer.
     *
     * @param level the new level, wider than the memory's
     * @param reason why this may be seen more widely; not blank, up to 1,000 characters
     * @return the memory as it is now, or empty if this scope may change no such memory
     * @throws IllegalArgumentException if the reason is blank or too long, or the level is not wider
     */
    Optional<Memory> promote(String memoryId, MemoryLevel level, String reason);

    /** Removes a memory; returns whether there was one that this scope may change. */
    boolean forget(String memoryId);

    /** How many memories this scope sees. */
    long count();
}
