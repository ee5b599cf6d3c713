package org.maibot.isolation.heartflow;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * The group that a message was written in.
 *
 * @param groupId the platform's id of the group, or of the channel of it
 * @param name what people call it, if the platform says
 */
public record GroupInfo(String groupId, Optional<String> name) {
    /** Checks that nothing is null. */
    public GroupInfo {
        requireNonNull(groupId, "groupId");
        requireNonNull(name, "name");
    }

    /** A group of which only the id is known. */
    public static GroupInfo of(String groupId) {
        return new GroupInfo(groupId, Optional.empty());
    }
}
