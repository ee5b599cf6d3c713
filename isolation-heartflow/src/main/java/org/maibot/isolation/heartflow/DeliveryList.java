package org.maibot.isolation.heartflow;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A queue of messages from which any one can be taken at once. A message is in one at a time. Guarded by the scheduler's lock. */
final class DeliveryList {
    private @Nullable Delivery oldest;
    private @Nullable Delivery newest;

    /** The one that has been here longest. */
    @Nullable
    Delivery oldest() {
        return oldest;
    }

    void add(Delivery delivery) {
        delivery.older = newest;
        if (newest == null) {
            oldest = delivery;
        } else {
            newest.newer = delivery;
        }
        newest = delivery;
    }

    void remove(Delivery delivery) {
        if (delivery.older == null) {
            oldest = delivery.newer;
        } else {
            delivery.older.newer = delivery.newer;
        }
        if (delivery.newer == null) {
            newest = delivery.older;
        } else {
            delivery.newer.older = delivery.older;
        }
        delivery.older = null;
        delivery.newer = null;
    }

    /** All of them, oldest first. */
    List<Delivery> all() {
        List<Delivery> all = new ArrayList<>();
        for (Delivery next = oldest; next != null; next = next.newer) {
            all.add(next);
        }
        return all;
    }
}
