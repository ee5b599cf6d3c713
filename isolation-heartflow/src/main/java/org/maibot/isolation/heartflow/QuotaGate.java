package org.maibot.isolation.heartflow;

import java.util.List;
import org.maibot.isolation.IsolationViolationException;
import org.maibot.isolation.query.Usage;

/** Keeps a tenant within its quota of replies. Safe for use by several threads. */
@FunctionalInterface
public interface QuotaGate {

    /**
     * Reserves what a reply may take, before it is generated.
     *
     * @throws IsolationViolationException with the reason {@link org.maibot.isolation.ViolationReason#QUOTA_EXCEEDED} if there is
     *     none left; the message is refused then, and stored all the same
     * @throws Exception if it cannot say, which ends the message as failed
     */
    Reservation reserve(Turn turn) throws Exception;

    /** What is reserved; exactly one of its methods is called, once. */
    interface Reservation {
        /** The reply was generated, and took this. */
        void commit(List<Usage> usages);

        /** The reply was not generated. */
        void release();
    }

    /** Without limits. */
    static QuotaGate unlimited() {
        return turn -> NoReservation.INSTANCE;
    }
}

/** Where there are no limits. */
enum NoReservation implements QuotaGate.Reservation {
    INSTANCE;

    @Override
    public void commit(List<Usage> usages) {
        // nothing is counted
    }

    @Override
    public void release() {
        // nothing is counted
    }
}
