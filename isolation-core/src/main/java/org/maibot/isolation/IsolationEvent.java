package org.maibot.isolation;

import java.util.Optional;

/** Something that an operator or a reviewer wants to know of. Events hold ids of scopes, never rows or bind values. */
public sealed interface IsolationEvent {

    /**
     * Something was refused.
     *
     * @param reason why, for programs
     * @param message what was refused, why, and what to do, for people
     * @param context the context in which it was tried, if there was one
     */
    record Refused(ViolationReason reason, String message, Optional<IsolationContext> context)
            implements IsolationEvent {
        /** The event of a refusal that happened in a context. */
        public static Refused of(IsolationViolationException refusal, IsolationContext context) {
            return new Refused(refusal.reason(), String.valueOf(refusal.getMessage()), Optional.of(context));
        }

        /** The event of a refusal that happened without a context. */
        public static Refused of(IsolationViolationException refusal) {
            return new Refused(refusal.reason(), String.valueOf(refusal.getMessage()), Optional.empty());
        }
    }

    /**
     * Somebody obtained access across tenants.
     *
     * @param reason the reason that was given
     */
    record SystemAccess(String reason) implements IsolationEvent {}

    /**
     * A tenant was registered on first use.
     *
     * @param tenantId the tenant
     */
    record TenantRegistered(String tenantId) implements IsolationEvent {}

    /**
     * A memory was moved to a wider level, where more chat streams see it.
     *
     * @param context the context in which it was done
     * @param memoryId the memory
     * @param reason the reason that was given
     */
    record MemoryPromoted(IsolationContext context, String memoryId, String reason) implements IsolationEvent {}

    /**
     * A context was left open on a thread.
     *
     * @param context the context that was left
     * @param how how it was noticed
     */
    record ContextLeaked(IsolationContext context, String how) implements IsolationEvent {}

    /**
     * The schema of a database has something in it that undermines isolation.
     *
     * @param name what it is called when it is accepted, as {@code trigger:notes.move_note}
     * @param severity {@code ERROR} or {@code WARNING}
     * @param message what it is, why it matters, and what to do, for people
     */
    record SchemaFindingReported(String name, String severity, String message) implements IsolationEvent {}

    /**
     * A finding in the schema of a database was accepted beforehand.
     *
     * @param name what the finding is called
     * @param reason the reason that was given
     */
    record SchemaFindingAccepted(String name, String reason) implements IsolationEvent {}
}
