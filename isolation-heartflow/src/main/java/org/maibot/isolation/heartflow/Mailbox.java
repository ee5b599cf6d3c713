package org.maibot.isolation.heartflow;

import org.jspecify.annotations.Nullable;
import org.maibot.isolation.IsolationContext;

/** The messages of one chat stream that wait for their turn. Guarded by the scheduler's lock. */
final class Mailbox extends Chain.Link<Mailbox> {
    final IsolationContext stream;
    final Lane lane;

    private @Nullable Delivery first;
    private @Nullable Delivery last;

    /** How many messages have a place here, those that are not enqueued yet included. */
    private int places;

    /** How many of these are kept while another process may handle them. */
    int parked;

    /** Whether a message has its turn. */
    boolean busy;

    State state = State.PAUSED;

    /** When it became idle, in nanoseconds. */
    long idleSince;

    /** In which chain it is. */
    enum State {
        /** In none: its message is under way, or is on its way in. */
        PAUSED,
        /** Among its lane's ready ones. */
        READY,
        /** Among the idle ones. */
        IDLE,
        /** In none, and in no queue any more. */
        FORGOTTEN
    }

    Mailbox(IsolationContext stream, Lane lane) {
        this.stream = stream;
        this.lane = lane;
    }

    void takePlace() {
        places++;
        lane.places++;
    }

    void freePlace() {
        places--;
        lane.places--;
    }

    /** How many places are taken. */
    int places() {
        return places;
    }

    void add(Delivery delivery) {
        if (last == null) {
            first = delivery;
        } else {
            last.next = delivery;
        }
        last = delivery;
    }

    /** The message that is next, if one waits. */
    @Nullable
    Delivery peek() {
        return first;
    }

    /** Takes out a message, which waits here. */
    void remove(Delivery delivery) {
        Delivery before = null;
        Delivery found = first;
        while (found != delivery && found != null) { // mostly the first one
            before = found;
            found = found.next;
        }
        if (found == null) {
            throw new IllegalStateException("the message does not wait here");
        }
        if (before == null) {
            first = delivery.next;
        } else {
            before.next = delivery.next;
        }
        if (delivery.next == null) {
            last = before;
        }
        delivery.next = null;
    }

    boolean isUnused() {
        return !busy && places == 0;
    }
}
