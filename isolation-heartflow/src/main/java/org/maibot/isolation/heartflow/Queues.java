package org.maibot.isolation.heartflow;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.heartflow.Mailbox.State;

/** The queues of a {@link Scheduler}: who waits, whose turn it is, and what is idle. Guarded by the scheduler's lock, except {@link #find}. */
final class Queues {
    private final Limits limits;
    private final Map<String, Lane> lanes = new HashMap<>();
    private final Map<IsolationContext, Mailbox> mailboxes = new ConcurrentHashMap<>();
    private final Chain<Mailbox> idle = new Chain<>();
    private final Chain<Lane> ring = new Chain<>();
    private final Chain<Delivery> running = new Chain<>();
    private final Set<Mailbox> withParked = new HashSet<>();
    private int places;
    private int parked;
    private int inFlight;

    Queues(Limits limits) {
        this.limits = limits;
    }

    /** The mailbox of a chat stream if there is one; it may be forgotten meanwhile. For all threads. */
    @Nullable
    Mailbox find(IsolationContext stream) {
        return mailboxes.get(stream);
    }

    /** Which queue has no room for a message. */
    Optional<Full> full(Delivery delivery) {
        Mailbox mailbox = known(delivery);
        Lane lane = mailbox == null ? lanes.get(delivery.stream.tenantId()) : mailbox.lane;
        if (mailbox != null && mailbox.places() >= limits.perStream()) {
            return Optional.of(Full.STREAM);
        }
        if (lane != null && lane.places >= limits.perTenant()) {
            return Optional.of(Full.TENANT);
        }
        return places >= limits.inAll() ? Optional.of(Full.ALL) : Optional.empty();
    }

    /** The mailbox for a message, if there is one. */
    private @Nullable Mailbox known(Delivery delivery) {
        if (delivery.mailbox == null || delivery.mailbox.state == State.FORGOTTEN) {
            delivery.mailbox = mailboxes.get(delivery.stream);
        }
        return delivery.mailbox;
    }

    /** Takes the oldest message out of a queue that is full for a message; nothing if all in it are still on their way in. */
    Optional<Delivery> dropOldest(Full full, Delivery delivery, long now) {
        Delivery oldest = switch (full) {
            case STREAM -> mailboxOf(delivery).peek();
            case TENANT ->
                requireNonNull(lanes.get(delivery.stream.tenantId())).waiting.first();
            case ALL ->
                lanes.values().stream()
                        .max(Comparator.comparing(lane -> lane.places))
                        .orElseThrow()
                        .waiting
                        .first();
        };
        Optional<Delivery> dropped = Optional.ofNullable(oldest);
        dropped.ifPresent(waiting -> remove(waiting, now));
        return dropped;
    }

    /** Takes a message out of the queues; returns false if it does not wait there. */
    boolean remove(Delivery delivery, long now) {
        if (!delivery.waits) {
            return false;
        }
        remove(delivery);
        restIfUnused(mailboxOf(delivery), now);
        return true;
    }

    private void remove(Delivery delivery) {
        Mailbox mailbox = mailboxOf(delivery);
        mailbox.remove(delivery);
        mailbox.lane.waiting.remove(delivery);
        delivery.waits = false;
        freePlace(delivery);
        if (mailbox.state == State.READY && mailbox.peek() == null) {
            pause(mailbox);
            restIfNothingIsReady(mailbox.lane);
        }
    }

    private void freePlace(Delivery delivery) {
        mailboxOf(delivery).freePlace();
        places--;
        delivery.hasPlace = false;
    }

    /** Takes a mailbox out of the chain it is in. */
    private void pause(Mailbox mailbox) {
        switch (mailbox.state) {
            case READY -> mailbox.lane.ready.remove(mailbox);
            case IDLE -> idle.remove(mailbox);
            default -> {
                // it is in none
            }
        }
        mailbox.state = State.PAUSED;
    }

    /** Takes a tenant out of the ring if no message of it may have its turn. */
    private void restIfNothingIsReady(Lane lane) {
        if (lane.inRing && !lane.mayBegin(limits.inFlightPerTenant())) {
            lane.inRing = false;
            ring.remove(lane);
            if (lane.ready.isEmpty()) {
                lane.endRound();
            }
        }
    }

    /** Takes a place for a message; it is {@linkplain #enqueue enqueued} or {@linkplain #giveBack given back} later. */
    void reserve(Delivery delivery) {
        Mailbox mailbox = known(delivery);
        if (mailbox == null) {
            mailbox = open(delivery.stream);
            mailboxes.put(delivery.stream, mailbox);
            delivery.mailbox = mailbox;
        } else if (mailbox.state == State.IDLE) {
            pause(mailbox);
        }
        mailbox.takePlace();
        places++;
        delivery.placed = true;
        delivery.hasPlace = true;
    }

    private Mailbox open(IsolationContext stream) {
        Lane lane = lanes.computeIfAbsent(
                stream.tenantId(), id -> new Lane(id, limits.weights().getOrDefault(id, 1.0)));
        lane.streams++;
        return new Mailbox(stream, lane);
    }

    /** A message keeps a place while another process may handle it; one that had its turn, or was taken out of the queues, has another one. */
    void park(Delivery delivery) {
        if (!delivery.hasPlace) {
            reserve(delivery);
        }
        delivery.parked = true;
        parked++;
        Mailbox mailbox = mailboxOf(delivery);
        mailbox.parked++;
        withParked.add(mailbox);
    }

    /** A message is not parked any more; returns false if it was not. */
    boolean unpark(Delivery delivery) {
        if (!delivery.parked) {
            return false;
        }
        delivery.parked = false;
        parked--;
        Mailbox mailbox = mailboxOf(delivery);
        mailbox.parked--;
        if (mailbox.parked == 0) {
            withParked.remove(mailbox);
        }
        return true;
    }

    /** Gives back the place of a message that is not to be enqueued. */
    void giveBack(Delivery delivery, long now) {
        freePlace(delivery);
        restIfUnused(mailboxOf(delivery), now);
    }

    /** Lets a message that has a place wait for its turn, behind those of its chat stream that are here. */
    void enqueue(Delivery delivery) {
        Mailbox mailbox = mailboxOf(delivery);
        mailbox.add(delivery);
        delivery.waits = true;
        mailbox.lane.waiting.addLast(delivery);
        makeReady(mailbox);
    }

    private void makeReady(Mailbox mailbox) {
        if (!mailbox.busy && mailbox.state != State.READY && mailbox.peek() != null) {
            mailbox.state = State.READY;
            mailbox.lane.ready.addLast(mailbox);
        }
        activate(mailbox.lane);
    }

    private void activate(Lane lane) {
        if (!lane.inRing && lane.mayBegin(limits.inFlightPerTenant())) {
            lane.inRing = true;
            if (lane.hasTurnsLeft()) {
                ring.addFirst(lane); // it was out since too many of it were under way
            } else {
                lane.beginRound();
                ring.addLast(lane);
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
            Lane lane = requireNonNull(ring.first());
            if (lane.mayGo()) {
                return begin(lane);
            }
            ring.remove(lane);
            ring.addLast(lane);
        }
        return null;
    }

    private Delivery begin(Lane lane) {
        Mailbox mailbox = requireNonNull(lane.ready.first());
        pause(mailbox);
        Delivery delivery = requireNonNull(mailbox.peek());
        remove(delivery);
        delivery.underWay = true;
        mailbox.busy = true;
        lane.inFlight++;
        inFlight++;
        running.addLast(delivery);
        restIfNothingIsReady(lane);
        return delivery;
    }

    /** Ends a message's turn. */
    void finish(Delivery delivery, long now) {
        Mailbox mailbox = mailboxOf(delivery);
        running.remove(delivery);
        mailbox.busy = false;
        mailbox.lane.inFlight--;
        inFlight--;
        makeReady(mailbox);
        restIfUnused(mailbox, now);
    }

    private void restIfUnused(Mailbox mailbox, long now) {
        if (mailbox.isUnused()) {
            mailbox.state = State.IDLE;
            mailbox.idleSince = now;
            idle.addLast(mailbox);
        }
    }

    /** Forgets chat streams that are idle for too long, or too many. */
    List<IsolationContext> evict(long now) {
        List<IsolationContext> evicted = new ArrayList<>();
        for (Mailbox longest = idle.first(); longest != null; longest = idle.first()) {
            boolean isOld = now - longest.idleSince >= limits.idleTime().toNanos();
            if (!isOld && mailboxes.size() <= limits.streams()) {
                return evicted;
            }
            forget(longest);
            evicted.add(longest.stream);
        }
        return evicted;
    }

    private void forget(Mailbox mailbox) {
        pause(mailbox);
        mailbox.state = State.FORGOTTEN;
        mailboxes.remove(mailbox.stream);
        mailbox.lane.streams--;
        if (mailbox.lane.streams == 0) {
            lanes.remove(mailbox.lane.tenantId);
        }
    }

    /** Takes all messages of some chat streams out of the queues. */
    List<Delivery> removeWaiting(Predicate<IsolationContext> streams, long now) {
        List<Delivery> removed = new ArrayList<>();
        for (Mailbox mailbox : mailboxes.values()) {
            if (mailbox.peek() != null && streams.test(mailbox.stream)) {
                for (Delivery next = mailbox.peek(); next != null; next = mailbox.peek()) {
                    remove(next);
                    removed.add(next);
                }
                restIfUnused(mailbox, now);
            }
        }
        return removed;
    }

    /** Forgets the idle ones among some chat streams. */
    List<IsolationContext> forgetIdle(Predicate<IsolationContext> streams) {
        List<Mailbox> forgotten = idle.all().stream()
                .filter(mailbox -> streams.test(mailbox.stream))
                .toList();
        forgotten.forEach(this::forget);
        return forgotten.stream().map(mailbox -> mailbox.stream).toList();
    }

    /** The messages that are under way, the one that began first at the beginning. */
    List<Delivery> running() {
        return running.all();
    }

    /** The chat streams in which something waits, here or for another process, or a message is under way. */
    Stream<Mailbox> waitingStreams() {
        return Stream.of(
                        running.all().stream().map(Queues::mailboxOf),
                        lanes.values().stream().flatMap(lane -> lane.ready.all().stream()),
                        withParked.stream())
                .flatMap(streams -> streams)
                .distinct();
    }

    Collection<Lane> lanes() {
        return lanes.values();
    }

    /** Whether nothing waits for its turn here, and nothing is under way. */
    boolean isEmpty() {
        return places == parked && inFlight == 0;
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
