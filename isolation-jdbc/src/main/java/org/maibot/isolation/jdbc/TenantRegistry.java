package org.maibot.isolation.jdbc;

import static org.maibot.isolation.jdbc.CanonicalSchema.CREATED_AT;
import static org.maibot.isolation.jdbc.CanonicalSchema.TENANTS;
import static org.maibot.isolation.jdbc.CanonicalSchema.TENANT_ID;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.maibot.isolation.IsolationEvent;
import org.maibot.isolation.IsolationObserver;
import org.maibot.isolation.IsolationViolationException;
import org.maibot.isolation.ViolationReason;

/**
 * Knows which tenants may have contexts: the declared ones or, if none are declared, every one that is registered on
 * first use until there are as many as allowed. Safe for use by several threads, and by several processes on one
 * database.
 */
final class TenantRegistry {
    private static final int CACHED_TENANTS = 10_000;

    private final DSLContext dsl;
    private final Set<String> declared;
    private final int maxTenants;
    private final boolean hasTable;
    private final Clock clock;
    private final IsolationObserver observer;
    private final Cache<String, Boolean> admitted = Caffeine.newBuilder()
            .maximumSize(CACHED_TENANTS)
            .executor(Runnable::run)
            .build();

    /**
     * Creates the registry.
     *
     * @param declared the declared tenants, or none
     * @param hasTable whether the database has the table of tenants
     */
    TenantRegistry(
            DSLContext dsl,
            Set<String> declared,
            int maxTenants,
            boolean hasTable,
            Clock clock,
            IsolationObserver observer) {
        this.dsl = dsl;
        this.declared = declared;
        this.maxTenants = maxTenants;
        this.hasTable = hasTable;
        this.clock = clock;
        this.observer = observer;
    }

    /** The registry of another database by the same settings, and by another clock. */
    TenantRegistry on(Engine engine, Clock otherClock) {
        return new TenantRegistry(engine.unscoped(), declared, maxTenants, hasTable, otherClock, observer);
    }

    /** Refuses a tenant that may not have a context. */
    void admit(String tenantId) {
        if (admitted.getIfPresent(tenantId) == null) {
            requireDeclared(tenantId);
            if (hasTable) {
                register(tenantId);
            }
            admitted.put(tenantId, true);
        }
    }

    private void requireDeclared(String tenantId) {
        if (!declared.isEmpty() && !declared.contains(tenantId)) {
            throw new IsolationViolationException(
                    ViolationReason.UNKNOWN_TENANT,
                    "The tenant is not among the declared ones",
                    "Declare it with builder.tenants(…), or declare none to register tenants on first use");
        }
    }

    private void register(String tenantId) {
        if (isRegistered(tenantId)) {
            return;
        }
        if (insertWithinLimit(tenantId)) {
            observer.publish(new IsolationEvent.TenantRegistered(tenantId));
        } else if (!isRegistered(tenantId)) {
            throw new IsolationViolationException(
                    ViolationReason.TENANT_LIMIT_REACHED,
                    "There are already " + maxTenants + " tenants, as many as allowed",
                    "Raise builder.maxTenants(…), or remove tenants that are no longer served");
        }
    }

    private boolean isRegistered(String tenantId) {
        return dsl.fetchExists(TENANTS, TENANT_ID.eq(tenantId));
    }

    /** In a transaction that waits for others like it, so that two processes do not both take the last place. */
    private boolean insertWithinLimit(String tenantId) {
        return Attempts.of(
                "A tenant could not be registered",
                () -> dsl.transactionResult(transaction -> {
                    if (dsl.family() == SQLDialect.POSTGRES) {
                        transaction.dsl().execute("lock table tenants in share row exclusive mode");
                    }
                    return insert(tenantId, transaction.dsl());
                }));
    }

    /** One statement, which on the other databases locks what it counts. */
    private boolean insert(String tenantId, DSLContext transaction) {
        return transaction
                        .insertInto(TENANTS, TENANT_ID, CREATED_AT)
                        .select(DSL.select(DSL.val(tenantId), DSL.val(Micros.of(clock.instant())))
                                .where(DSL.field(DSL.selectCount().from(TENANTS))
                                        .lt(maxTenants)))
                        .onConflictDoNothing()
                        .execute()
                == 1;
    }
}
