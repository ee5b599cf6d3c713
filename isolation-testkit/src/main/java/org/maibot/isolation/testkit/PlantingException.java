package org.maibot.isolation.testkit;

/** No row could be planted. */
final class PlantingException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    private final boolean maybeOfIds;

    /** @param maybeOfIds whether other ids in the isolation columns may help */
    PlantingException(String message, boolean maybeOfIds) {
        super(message);
        this.maybeOfIds = maybeOfIds;
    }

    boolean isMaybeOfIds() {
        return maybeOfIds;
    }
}
