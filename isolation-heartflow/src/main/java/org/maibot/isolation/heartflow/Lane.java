package org.maibot.isolation.heartflow;

/**
 * What waits of one tenant. Guarded by the scheduler's lock.
 *
 * <p>The tenants take turns by deficit round robin (M. Shreedhar, G. Varghese: Efficient Fair Queueing Using Deficit Round Robin, 1995), with a message as
 * the unit of cost, and the tenant's weight as its quantum.
 */
final class Lane extends Chain.Link<Lane> {
    final String tenantId;
    final double weight;

    /** The mailboxes whose next message may have its turn, in their order. */
    final Chain<Mailbox> ready = new Chain<>();

    /** The messages that wait, in the order of their arrival. */
    final Chain<Delivery> waiting = new Chain<>();

    private double deficit;

    /** Whether the quantum of this round is in the deficit. */
    private boolean visited;

    boolean inRing;
    int places;
    int inFlight;
    int streams;

    Lane(String tenantId, double weight) {
        this.tenantId = tenantId;
        this.weight = weight;
    }

    /** Whether there is a message that may have its turn, of which so many may be under way. */
    boolean mayBegin(int bound) {
        return !ready.isEmpty() && inFlight < bound;
    }

    /** Whether a message may have its turn in this round; if not, the next tenant's round begins. */
    boolean mayGo() {
        if (!visited) {
            visited = true;
            deficit += weight;
        }
        boolean may = deficit >= 1;
        if (may) {
            deficit--;
        } else {
            visited = false;
        }
        return may;
    }

    /** Whether more messages may have their turn in the round that has begun. */
    boolean hasTurnsLeft() {
        return visited && deficit >= 1;
    }

    /** Its next turn begins a round, however the last one ended. */
    void beginRound() {
        visited = false;
    }

    /** A tenant that has nothing to do saves nothing up. */
    void endRound() {
        visited = false;
        deficit = 0;
    }
}
