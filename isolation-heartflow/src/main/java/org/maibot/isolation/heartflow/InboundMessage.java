package org.maibot.isolation.heartflow;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.query.Message;

/**
 * A message as a platform's adapter hands it to a {@link HeartflowProcessor}. Immutable.
 *
 * @param tenantId the tenant that the message claims to be for; it is checked, never trusted
 * @param agentId the agent that the message claims to be for; it is checked, never trusted
 * @param platform the platform that it comes from, such as {@code qq}
 * @param messageId the platform's id of the message, 1 to 128 characters; identifies it inside its chat stream
 * @param user who wrote it
 * @param group the group that it was written in; empty in a private chat
 * @param time when it was written
 * @param text what it says, possibly empty
 * @param mentions whom it calls
 * @param replyTo the id of the message that it replies to, if it does
 * @param attachments what comes with it
 * @param platformIds further ids that the platform's adapter wants to see again, by its own names
 */
public record InboundMessage(
        Optional<String> tenantId,
        Optional<String> agentId,
        String platform,
        String messageId,
        UserInfo user,
        Optional<GroupInfo> group,
        Instant time,
        String text,
        List<Mention> mentions,
        Optional<String> replyTo,
        List<Attachment> attachments,
        Map<String, String> platformIds) {

    /**
     * Checks the parts, and copies the collections.
     *
     * @throws IllegalArgumentException if an id or the text cannot be stored
     */
    public InboundMessage {
        requireNonNull(tenantId, "tenantId");
        requireNonNull(agentId, "agentId");
        requireNonNull(platform, "platform");
        requireNonNull(group, "group");
        requireNonNull(replyTo, "replyTo");
        mentions = List.copyOf(mentions);
        attachments = List.copyOf(attachments);
        platformIds = Map.copyOf(platformIds);
        requireStorable(new Message(messageId, user.userId(), Message.Role.USER, time, text));
    }

    /** A message of the query managers checks its parts when it is made. */
    private static void requireStorable(Message made) {
        requireNonNull(made, "made");
    }

    /** Starts the way to a message. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Reads a message from JSON as {@link #toJson()} writes it; members that are unknown are left out.
     *
     * @throws IllegalArgumentException if the text is no such JSON object, or a part of it is not legal
     */
    public static InboundMessage fromJson(String json) {
        return HeartflowJson.read(json, InboundMessage.class);
    }

    /** Writes the message as a JSON object: names in snake case, times in ISO 8601, without what is absent or empty. */
    public String toJson() {
        return HeartflowJson.write(this);
    }

    /** Whether it was written in a private chat. */
    @JsonIgnore
    public boolean isPrivate() {
        return group.isEmpty();
    }

    /** What a history has of it: the text, and of attachments their kind in brackets. */
    public String storedText() {
        return attachments.isEmpty()
                ? text
                : Stream.concat(Stream.of(text), attachments.stream().map(Attachment::placeholder))
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.joining(" "));
    }

    /** The parts of a message. Not safe for use by several threads. */
    public static final class Builder {
        private @Nullable String tenantId;
        private @Nullable String agentId;
        private @Nullable String platform;
        private @Nullable String messageId;
        private @Nullable UserInfo user;
        private @Nullable GroupInfo group;
        private @Nullable Instant time;
        private String text = "";
        private final List<Mention> mentions = new ArrayList<>();
        private @Nullable String replyTo;
        private final List<Attachment> attachments = new ArrayList<>();
        private final Map<String, String> platformIds = new LinkedHashMap<>();

        private Builder() {}

        /** The tenant that it claims to be for. */
        public Builder tenantId(String claimed) {
            this.tenantId = requireNonNull(claimed, "claimed");
            return this;
        }

        /** The agent that it claims to be for. */
        public Builder agentId(String claimed) {
            this.agentId = requireNonNull(claimed, "claimed");
            return this;
        }

        /** The platform that it comes from. */
        public Builder platform(String name) {
            this.platform = requireNonNull(name, "name");
            return this;
        }

        /** The platform's id of it. */
        public Builder messageId(String id) {
            this.messageId = requireNonNull(id, "id");
            return this;
        }

        /** Who wrote it. */
        public Builder user(UserInfo writer) {
            this.user = requireNonNull(writer, "writer");
            return this;
        }

        /** Who wrote it, if only the id is known. */
        public Builder user(String userId) {
            return user(UserInfo.of(userId));
        }

        /** The group that it was written in; leave it out in a private chat. */
        public Builder group(GroupInfo writtenIn) {
            this.group = requireNonNull(writtenIn, "writtenIn");
            return this;
        }

        /** The group that it was written in, if only the id is known. */
        public Builder group(String groupId) {
            return group(GroupInfo.of(groupId));
        }

        /** When it was written. */
        public Builder time(Instant written) {
            this.time = requireNonNull(written, "written");
            return this;
        }

        /** What it says. */
        public Builder text(String says) {
            this.text = requireNonNull(says, "says");
            return this;
        }

        /** Somebody whom it calls. */
        public Builder mention(Mention called) {
            mentions.add(requireNonNull(called, "called"));
            return this;
        }

        /** The message that it replies to. */
        public Builder replyTo(String repliedMessageId) {
            this.replyTo = requireNonNull(repliedMessageId, "repliedMessageId");
            return this;
        }

        /** Something that comes with it. */
        public Builder attachment(Attachment attached) {
            attachments.add(requireNonNull(attached, "attached"));
            return this;
        }

        /** A further id of the platform's. */
        public Builder platformId(String name, String id) {
            platformIds.put(requireNonNull(name, "name"), requireNonNull(id, "id"));
            return this;
        }

        /**
         * Makes the message.
         *
         * @throws NullPointerException if platform, message id, user or time were not given
         * @throws IllegalArgumentException if an id or the text cannot be stored
         */
        public InboundMessage build() {
            return new InboundMessage(
                    Optional.ofNullable(tenantId),
                    Optional.ofNullable(agentId),
                    requireNonNull(platform, "platform"),
                    requireNonNull(messageId, "messageId"),
                    requireNonNull(user, "user"),
                    Optional.ofNullable(group),
                    requireNonNull(time, "time"),
                    text,
                    mentions,
                    Optional.ofNullable(replyTo),
                    attachments,
                    platformIds);
        }
    }
}
