package org.maibot.isolation.examples.benchmarks;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The doors that are measured, and what each is measured against. */
public enum DoorKind {
    /** JDBC with predicates by hand. */
    RAW("raw JDBC", null),
    /** The same once more: what it differs by is noise. */
    CONTROL("raw JDBC again", RAW),
    /** The isolating data source. */
    TEXT("text door", RAW),
    /** jOOQ with predicates by hand. */
    JOOQ("jOOQ", null),
    /** The scoped jOOQ. */
    DSL("DSL door", JOOQ),
    /** MyBatis-Plus with predicates by hand. */
    MYBATIS("MyBatis-Plus", null),
    /** Its interceptor for tenants. */
    TENANT_LINE("TenantLineInnerInterceptor", MYBATIS),
    /** PostgreSQL's row security, told its scope once a checkout. */
    ROW_SECURITY("row security, set once a checkout", RAW),
    /** PostgreSQL's row security, told its scope before each statement. */
    ROW_SECURITY_EACH("row security, set for each statement", RAW);

    private static final Set<DoorKind> ON_POSTGRESQL = EnumSet.of(ROW_SECURITY, ROW_SECURITY_EACH);

    private final String label;
    private final @Nullable DoorKind baseline;

    DoorKind(String label, @Nullable DoorKind baseline) {
        this.label = label;
        this.baseline = baseline;
    }

    /** The hand-written code that does the same; empty if this is hand-written. */
    Optional<DoorKind> baseline() {
        return Optional.ofNullable(baseline);
    }

    /** The doors that a database has. */
    static List<DoorKind> of(Product product) {
        return Arrays.stream(values())
                .filter(kind -> product == Product.POSTGRESQL || !ON_POSTGRESQL.contains(kind))
                .toList();
    }

    /** The door to a database. */
    Door open(ChatDatabase database) {
        return switch (this) {
            case RAW, CONTROL -> JdbcDoor.byHand(database.pool());
            case TEXT -> JdbcDoor.isolated(database.isolation());
            case JOOQ -> JooqDoor.byHand(database.pool(), database.product());
            case DSL -> JooqDoor.isolated(database.isolation());
            case MYBATIS -> MyBatisDoor.byHand(database.pool());
            case TENANT_LINE -> MyBatisDoor.tenantLine(database.pool());
            case ROW_SECURITY -> RowSecurity.onceACheckout(database.poolUnderRowSecurity());
            case ROW_SECURITY_EACH -> RowSecurity.eachStatement(database.poolUnderRowSecurity());
        };
    }

    @Override
    public String toString() {
        return label;
    }
}
