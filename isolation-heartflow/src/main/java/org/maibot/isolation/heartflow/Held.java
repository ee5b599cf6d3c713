package org.maibot.isolation.heartflow;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.jdbc.MessageInbox.Entry;

/** A chat stream of which this process handles messages, or did until lately. For the inbox's thread. */
final class Held {
    /** The position of the last message that came into memory. */
    private long last;

    /** How many numbers of the stream were taken since by what was completed: one for each transaction. */
    private int taken;

    private int inMemory;
    private @Nullable AgentState agent;
    private boolean ours = true;
    private long newest;
    private long lostUpTo;

    /** The positions of messages that cannot be read, or were handled and cannot be stored: they stay in the inbox. */
    private final Set<Long> leftThere = new HashSet<>(0);

    /** Whether none was left in the inbox when it was last read. */
    private boolean current;

    /** A chat stream that this process has just taken, without messages before this one. */
    static Held upTo(Entry first) {
        Held taken = new Held();
        taken.last = first.position() - 2;
        taken.current = true;
        return taken;
    }

    /** Whether a message follows the last one at once, so that none of another process can be between them. */
    boolean isNext(Entry entry) {
        return ours && current && entry.position() == last + 2 + taken;
    }

    void enter(Delivery delivery, Entry entry) {
        delivery.entry = entry;
        agent = delivery.agent;
        last = entry.position();
        newest = Math.max(newest, last);
        taken = 0;
        inMemory++;
    }

    /** A message leaves memory. */
    void leave() {
        inMemory--;
    }

    boolean isInMemory() {
        return inMemory > 0;
    }

    /** Whether the messages in memory are of an agent that was closed: they leave it without their turn. */
    boolean isClosing() {
        return inMemory > 0 && agent != null && agent.closed;
    }

    /** Something of it was completed, in one transaction. */
    void completed() {
        taken++;
    }

    long last() {
        return last;
    }

    /** Passes over a message, which need not get into memory: what numbers were taken after it is not known. */
    void pass(Entry entry) {
        last = entry.position();
        taken = 0;
    }

    /** A message stays in the inbox, and is not to be handled here again. */
    void leaveThere(Entry entry) {
        leftThere.add(entry.position());
    }

    /** Whether a message is one of those. */
    boolean isLeftThere(Entry entry) {
        return leftThere.contains(entry.position());
    }

    /** What is in the inbox after {@link #last()} was read. */
    void read(boolean toTheEnd) {
        current = toTheEnd;
    }

    boolean isCurrent() {
        return current;
    }

    /** It is to be read from the beginning, once what is in memory has left it. */
    void restart() {
        last = 0;
        current = false;
    }

    /** Whether it is this process that handles it. */
    boolean isOurs() {
        return ours;
    }

    /** Whether others could take it since it was read up to a message, or a later one. */
    boolean wasLostAfter(Entry entry) {
        return entry.position() <= lostUpTo;
    }

    void take() {
        ours = true;
    }

    /** Others may handle it now. */
    void lose() {
        ours = false;
        lostUpTo = newest;
        restart();
    }
}
