package org.maibot.isolation.heartflow;

/** A message failed in another process, whose log has the cause; the message of this is the text of it. */
public final class RemoteFailureException extends Exception {
    private static final long serialVersionUID = 1L;

    RemoteFailureException(String message) {
        super(message);
    }
}
