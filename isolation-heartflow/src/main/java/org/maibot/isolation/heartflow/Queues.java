package org.maibot.isolation.heartflow;

import static java.util.Objects.requireNonNull;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.IsolationContext;

/** The queues of a {@link Scheduler}: who waits, whose turn it is, and what is idle. Guarded by the scheduler's lock. */
final class Queues {
    private final Limits limits;
    private final Map<String, Lane> lanes = new HashMap<>();
    private final Map<IsolationContext, Mailbox> mailboxes = new HashMap<>();
    private final LinkedHashSet<Mailbox> idle = new LinkedHashSet<>();
    private final ArrayDeque<Lane> ring = new ArrayDeque<>();
    private final DeliveryList running = new DeliveryList();
    private int places;
    private int inFlight;

    Queues(Limits limits) {
        this.limits = limits;
    }

    /** Which queue has no room for a message of a chat stream. */
    Optional<Full> full(IsolationContext stream) {
        Mailbox mailbox = mailboxes.get(stream);
        Lane lane = lanes.get(stream.tenantId());
        if (mailbox != null && mailbox.places() >= limits.perStream()) {
            return Optional.of(Full.STREAM);
        }
        if (lane != null && lane.places >= limits.perTenant()) {
            return Optional.of(Full.TENANT);
        }
        return places >= limits.inAll() ? Optional.of(Full.ALL) : Optional.empty();
    }

    /** Takes the oldest message out of a queue that is full; nothing if all in it are still on their way in. */
    Optional<Delivery> dropOldest(Full full, IsolationContext stream) {
        Delivery oldest = switch (full) {
            case STREAM -> requireNonNull(mailboxes.get(stream)).peek();
            case TENANT -> requireNonNull(lanes.get(stream.tenantId())).waiting.oldest();
            case ALL ->
                lanes.values().stream()
                        .max(Comparator.comparing(lane -> lane.places))
                        .orElseThrow()
                        .waiting
                        .oldest();
        };
        Optional<Delivery> dropped = Optional.ofNullable(oldest);
        dropped.ifPresent(this::remove);
        return dropped;
    }

    /** Takes a message out of the queues; returns false if it does not wait there. */
    boolean remove(Delivery delivery, long now) {
        Mailbox mailbox = delivery.mailbox;
        if (!delivery.waits || mailbox == null) {
            return false;
        }
        remove(delivery);
        restIfIdle(mailbox, now);
        return true;
    }

    private void remove(Delivery delivery) {
        Mailbox mailbox = mailboxOf(delivery);
        mailbox.remove(delivery);
        mailbox.lane.waiting.remove(delivery);
        delivery.waits = false;
        freePlace(mailbox);
        if (mailbox.ready && mailbox.peek() == null) {
            mailbox.ready = false;
            mailbox.lane.ready.remove(mailbox); // mostly the first one
            restIfNothingIsReady(mailbox.lane);
        }
    }

    /** Takes a tenant out of the ring if no message of it may have its turn. */
    private void restIfNothingIsReady(Lane lane) {
        if (lane.inRing && !lane.mayBegin(limits.inFlightPerTenant())) {
            lane.inRing = false;
            ring.remove(lane); // mostly the first one
            if (lane.ready.isEmpty()) {
                lane.endRound();
            }
        }
    }

    private void freePlace(Mailbox mailbox) {
        mailbox.lane.places--;
        places--;
    }

    /** Takes a place for a message; it is {@linkplain #enqueue enqueued} or {@linkplain #giveBack given back} later. */
    void reserve(Delivery delivery) {
        Mailbox mailbox = mailboxes.computeIfAbsent(delivery.stream, this::open);
        idle.remove(mailbox);
        mailbox.reserved++;
        mailbox.lane.places++;
        places++;
        delivery.mailbox = mailbox;
    }

    private Mailbox open(IsolationContext stream) {
        Lane lane = lanes.computeIfAbsent(
                stream.tenantId(), id -> new Lane(id, limits.weights().getOrDefault(id, 1.0)));
        lane.streams++;
        return new Mailbox(stream, lane);
    }

    /** Gives back the place of a message that is not to be enqueued. */
    void giveBack(Delivery delivery, long now) {
        Mailbox mailbox = mailboxOf(delivery);
        mailbox.reserved--;
        freePlace(mailbox);
        restIfIdle(mailbox, now);
    }

    /** Lets a message wait for its turn, behind those of its chat stream that are here. */
    void enqueue(Delivery delivery) {
        Mailbox mailbox = mailboxOf(delivery);
        mailbox.reserved--;
        mailbox.add(delivery);
        delivery.waits = true;
        mailbox.lane.waiting.add(delivery);
        makeReady(mailbox);
    }

    private void makeReady(Mailbox mailbox) {
        if (mailbox.current == null && !mailbox.ready && mailbox.peek() != null) {
            mailbox.ready = true;
            mailbox.lane.ready.add(mailbox);
        }
        activate(mailbox.lane);
    }

    private void activate(Lane lane) {
        if (!lane.inRing && lane.mayBegin(limits.inFlightPerTenant())) {
            lane.inRing = true;
            if (lane.hasTurnsLeft()) {
                ring.addFirst(lane); // it was out since too many of it were under way
            } else {
                ring.add(lane);
            }
        }
    }

    /** Whether there is a message whose turn it is. */
    boolean hasNext() {
        return !ring.isEmpty() && inFlight < limits.inFlight();
    }

    /** The message whose turn it is, which is under way from now on; null if there is none. */
    @Nullable
    Delivery next() {
        while (hasNext()) {
            Lane lane = ring.element();
            if (lane.mayGo()) {
                return begin(lane);
            }
            ring.add(ring.remove());
        }
        return null;
    }

    private Delivery begin(Lane lane) {
        Mailbox mailbox = lane.ready.remove();
        mailbox.ready = false;
        Delivery delivery = requireNonNull(mailbox.peek());
        remove(delivery);
        delivery.underWay = true;
        mailbox.current = delivery;
        lane.inFlight++;
        inFlight++;
        running.add(delivery);
        restIfNothingIsReady(lane);
        return delivery;
    }

    /** Ends a message's turn. */
    void finish(Delivery delivery, long now) {
        Mailbox mailbox = mailboxOf(delivery);
        running.remove(delivery);
        mailbox.current = null;
        mailbox.lane.inFlight--;
        inFlight--;
        makeReady(mailbox);
        restIfIdle(mailbox, now);
    }

    private void restIfIdle(Mailbox mailbox, long now) {
        if (mailbox.isIdle()) {
            mailbox.idleSince = now;
            idle.add(mailbox);
        }
    }

    /** Forgets chat streams that are idle for too long, or too many. */
    List<IsolationContext> evict(long now) {
        List<IsolationContext> evicted = new ArrayList<>();
        Iterator<Mailbox> longest = idle.iterator();
        while (longest.hasNext()) {
            Mailbox mailbox = longest.next();
            boolean isOld = now - mailbox.idleSince >= limits.idleTime().toNanos();
            if (!isOld && mailboxes.size() <= limits.streams()) {
                return evicted;
            }
            longest.remove();
            forget(mailbox);
            evicted.add(mailbox.stream);
        }
        return evicted;
    }

    private void forget(Mailbox mailbox) {
        mailboxes.remove(mailbox.stream);
        mailbox.lane.streams--;
    }

    /** Takes all messages of some chat streams out of the queues, and forgets those in which nothing is under way. */
    List<Delivery> removeWaiting(Predicate<IsolationContext> streams, long now) {
        List<Delivery> removed = new ArrayList<>();
        for (Mailbox mailbox : mailboxes.values()) {
            if (streams.test(mailbox.stream)) {
                for (Delivery next = mailbox.peek(); next != null; next = mailbox.peek()) {
                    remove(next);
                    removed.add(next);
                }
                restIfIdle(mailbox, now);
            }
        }
        return removed;
    }

    /** Forgets the idle ones among some chat streams. */
    List<IsolationContext> forgetIdle(Predicate<IsolationContext> streams) {
        List<IsolationContext> forgotten = new ArrayList<>();
        idle.removeIf(mailbox -> {
            boolean goes = streams.test(mailbox.stream);
            if (goes) {
                forget(mailbox);
                forgotten.add(mailbox.stream);
            }
            return goes;
        });
        return forgotten;
    }

    /** The messages that are under way, the one that began first at the beginning. */
    List<Delivery> running() {
        return running.all();
    }

    Collection<Lane> lanes() {
        return lanes.values();
    }

    /** Whether nothing waits and nothing is under way. */
    boolean isEmpty() {
        return places == 0 && inFlight == 0;
    }

    int places() {
        return places;
    }

    int inFlight() {
        return inFlight;
    }

    int streams() {
        return mailboxes.size();
    }

    private static Mailbox mailboxOf(Delivery delivery) {
        return requireNonNull(delivery.mailbox, "mailbox");
    }

    /** A queue without room. */
    enum Full {
        STREAM("chat stream"),
        TENANT("tenant"),
        ALL("whole heartflow");

        final String words;

        Full(String words) {
            this.words = words;
        }
    }
}
