package org.maibot.isolation.heartflow;

import java.util.concurrent.CancellationException;

/** A turn was ended because its heartflow closes, or its tenant is cleaned up. */
final class StoppedException extends CancellationException {
    private static final long serialVersionUID = 1L;

    StoppedException() {
        super("The heartflow was closed, or its tenant cleaned up, while the message was being handled");
    }
}
