package org.maibot.isolation.jdbc;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.IsolationEvent;
import org.maibot.isolation.IsolationObserver;
import org.maibot.isolation.IsolationViolationException;
import org.maibot.isolation.ViolationReason;
import org.maibot.isolation.query.IsolatedQueryManager;

/**
 * The runtime that a bot opens once: a database, the rules of its tables and its tenants. Everything that it hands out is
 * confined to a context, except {@link #system(String)}.
 *
 * <p>Safe for use by several threads. Close it when the bot ends.
 */
public final class Isolation implements AutoCloseable {
    private static final int MAX_TENANTS = 1000;
    private static final Duration LONGEST_LEASE = Duration.ofDays(1);

    private final Database database;
    private final Engine engine;
    private final TenantRegistry tenants;
    private final Transactions transactions;
    private final MessageLog messageLog;
    private final Clock clock;
    private final IsolationObserver observer;
    private final TableRules rules;
    private final Supplier<List<SchemaFinding>> audit;
    private volatile List<SchemaFinding> schemaFindings;

    private Isolation(Database database, Builder builder, TableRules rules) {
        this(
                database,
                rules,
                builder.clock,
                builder.observer,
                auditOf(database, rules, builder),
                engine -> new TenantRegistry(
                        engine.unscoped(),
                        Set.copyOf(builder.tenants),
                        requireNonNullElse(builder.maxTenants, MAX_TENANTS),
                        builder.createSchema,
                        builder.clock,
                        builder.observer));
    }

    private Isolation(
            Database database,
            TableRules rules,
            Clock clock,
            IsolationObserver observer,
            Supplier<List<SchemaFinding>> audit,
            Function<Engine, TenantRegistry> tenants) {
        this.database = database;
        this.rules = rules;
        this.clock = clock;
        this.observer = observer;
        this.audit = audit;
        this.schemaFindings = audit.get();
        this.engine = new Engine(database.dataSource(), rules, observer);
        this.transactions = new Transactions(database.dataSource(), engine.family());
        this.messageLog = new MessageLog(transactions, engine, clock);
        this.tenants = tenants.apply(engine);
    }

    private static Supplier<List<SchemaFinding>> auditOf(Database database, TableRules rules, Builder builder) {
        boolean canonical = builder.createSchema;
        FindingPolicy policy = builder.findings.copy();
        IsolationObserver observer = builder.observer;
        return () -> policy.review(
                database.audit(rules).stream()
                        .filter(finding -> !canonical || !CanonicalSchema.INTENDED.contains(finding.name()))
                        .toList(),
                observer);
    }

    /**
     * Opens a database, and creates the canonical schema in it if need be.
     *
     * @param jdbcUrl {@code jdbc:sqlite:} and the path of a file; {@code jdbc:sqlite::memory:} for a database that lives
     *     until this is closed; or the URL of a PostgreSQL, MySQL or MariaDB server as its driver wants it
     * @throws IllegalArgumentException if the URL is of a database that this version does not serve
     * @throws IllegalStateException if the database cannot be opened or its schema cannot be brought up to date
     */
    public static Isolation open(String jdbcUrl) {
        return builder().jdbcUrl(jdbcUrl).open();
    }

    /** Starts the way to a runtime with settings of one's own. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the context of a tenant.
     *
     * @throws IsolationViolationException if an id is not legal or the tenant may not have a context
     */
    public IsolationContext createIsolationContext(String tenantId) {
        return admitted(() -> IsolationContext.of(tenantId));
    }

    /** Returns the context of an agent, see {@link #createIsolationContext(String)}. */
    public IsolationContext createIsolationContext(String tenantId, String agentId) {
        return admitted(() -> IsolationContext.of(tenantId, agentId));
    }

    /** Returns the context of an agent on a platform, see {@link #createIsolationContext(String)}. */
    public IsolationContext createIsolationContext(String tenantId, String agentId, String platform) {
        return admitted(() -> IsolationContext.of(tenantId, agentId, platform));
    }

    /** Returns the context of a chat stream, see {@link #createIsolationContext(String)}. */
    public IsolationContext createIsolationContext(
            String tenantId, String agentId, String platform, String chatStreamId) {
        return admitted(() -> IsolationContext.of(tenantId, agentId, platform, chatStreamId));
    }

    /**
     * Returns a jOOQ context in which every statement is confined to a context or refused.
     *
     * @throws IsolationViolationException if the tenant may not have a context
     */
    public DSLContext dsl(IsolationContext context) {
        return engine.dsl(admitted(() -> requireNonNull(context, "context")));
    }

    /**
     * Returns a data source in which every SQL statement is confined to a context or refused, see {@link
     * IsolatingDataSource}.
     *
     * @throws IsolationViolationException if the tenant may not have a context
     */
    public DataSource dataSource(IsolationContext context) {
        IsolationContext known = admitted(() -> requireNonNull(context, "context"));
        return engine.dataSource(() -> known);
    }

    /**
     * Returns a data source in which every SQL statement is confined to the context that is current where it is executed,
     * or refused; also where there is none, see {@link IsolatingDataSource} and {@link IsolationContext#run}.
     */
    public DataSource dataSource() {
        return engine.dataSource(() -> admitted(IsolationContext::requireCurrent));
    }

    /**
     * Returns the query manager of a context. It works on the canonical schema.
     *
     * @throws IsolationViolationException if the tenant may not have a context
     */
    public IsolatedQueryManager queries(IsolationContext context) {
        IsolationContext known = admitted(() -> requireNonNull(context, "context"));
        return new JdbcQueryManager(new Session(engine.sharedDsl(known), known, messageLog, clock, observer));
    }

    /**
     * Opens the way across tenants for operator's work, and reports it to the observer.
     *
     * @param reason what it is for; not blank
     * @throws IsolationViolationException if the reason is blank
     */
    public SystemAccess system(String reason) {
        if (requireNonNull(reason, "reason").isBlank()) {
            IsolationViolationException refusal = new IsolationViolationException(
                    ViolationReason.REASON_REQUIRED,
                    "Access across tenants was asked for without a reason",
                    "Say what it is for: isolation.system(\"nightly report\")");
            observer.publish(IsolationEvent.Refused.of(refusal));
            throw refusal;
        }
        observer.publish(new IsolationEvent.SystemAccess(reason));
        return new SystemAccess(reason, engine.unscoped());
    }

    /**
     * Opens the inbox of the messages that chat streams are to handle, and enters this process there. It works on the
     * canonical schema; since it looks for work across tenants, it is reported to the observer as system access.
     *
     * @param leaseTime how long after the last {@linkplain MessageInbox#renew() sign of life} this process may be taken for
     *     dead; more than nothing, and a day at most
     * @throws IllegalArgumentException if the lease time is out of these bounds
     * @throws IllegalStateException if the database lacks the canonical schema, or it is SQLite and has an inbox that is
     *     open already, in this process or another that is alive
     */
    public MessageInbox inbox(Duration leaseTime) {
        if (requireNonNull(leaseTime, "leaseTime").compareTo(LONGEST_LEASE) > 0 || leaseTime.toNanos() < 1_000) {
            throw new IllegalArgumentException("leaseTime is " + leaseTime + "; give a microsecond to a day");
        }
        if (rules.current().find(CanonicalSchema.INBOX.getName()).isEmpty()) {
            throw new IllegalStateException(
                    "The message inbox needs the canonical schema, which this database lacks; open"
                            + " the runtime without createSchema(false)");
        }
        InboxNodes nodes = new InboxNodes(system("message inbox").dsl(), engine.family(), leaseTime, clock);
        return new MessageInbox(engine, transactions, nodes, this::admitted);
    }

    /**
     * Reads the schema again: the rules of its tables, and the {@linkplain #schemaFindings findings}, which are reported to
     * the observer as at opening. Call it after a migration of the host's tables; without it, the rules follow a while
     * later, see {@link TableRules}.
     *
     * @throws IllegalStateException if the schema cannot be read, or for what {@link Builder#open} throws it of a schema;
     *     what is not read stays as it was
     */
    public void refresh() {
        database.refresh(rules);
        schemaFindings = audit.get();
    }

    /** The rules of the tables, which follow the schema. */
    public TableRules rules() {
        return rules;
    }

    /**
     * What in the schema undermines isolation, as it was when this was opened or {@linkplain #refresh refreshed}; without what was {@linkplain
     * Builder#acceptFinding accepted}. Errors first, then by name.
     */
    public List<SchemaFinding> schemaFindings() {
        return schemaFindings;
    }

    /**
     * The same runtime on another database of the same schema, such as a copy in a test: by the same declarations, with the
     * same tenants, clock and observer. Its findings are those of this one, and it reads its schema again only when it is
     * {@linkplain #refresh() refreshed}.
     *
     * @param other stays open when that runtime is closed
     * @throws IllegalStateException if the schema cannot be read, or a declaration does not fit it
     */
    public Isolation forDatabase(DataSource other) {
        return forDatabase(other, clock);
    }

    /** The same with another clock, such as one that stands still while two runs are compared; see {@link #forDatabase(DataSource)}. */
    public Isolation forDatabase(DataSource other, Clock otherClock) {
        requireNonNull(otherClock, "otherClock");
        Database copy = Database.of(requireNonNull(other, "other"));
        return new Isolation(
                copy,
                copy.copyRules(rules),
                otherClock,
                observer,
                this::schemaFindings,
                engine -> tenants.on(engine, otherClock));
    }

    /** Who learns of refusals and access across tenants, for code of the host's that refuses by itself. */
    public IsolationObserver observer() {
        return observer;
    }

    /** The clock. */
    public Clock clock() {
        return clock;
    }

    /** Closes the connections, those of a data source of the host's excepted. */
    @Override
    public void close() {
        database.close();
    }

    /** Connections that nothing guards. */
    DataSource rawDataSource() {
        return database.dataSource();
    }

    MessageLog messageLog() {
        return messageLog;
    }

    private IsolationContext admitted(Supplier<IsolationContext> contexts) {
        try {
            IsolationContext context = contexts.get();
            tenants.admit(context.tenantId());
            return context;
        } catch (IsolationViolationException refusal) {
            observer.publish(IsolationEvent.Refused.of(refusal));
            throw refusal;
        }
    }

    /** Settings of a runtime. Not safe for use by several threads. */
    public static final class Builder {
        private final TableRules.Builder declarations = TableRules.builder();
        private final Set<String> tenants = new HashSet<>();
        private final FindingPolicy findings = new FindingPolicy();
        private @Nullable DataSource dataSource;
        private @Nullable String jdbcUrl;
        private @Nullable String username;
        private @Nullable String password;
        private boolean createSchema = true;
        private @Nullable Integer maxTenants;
        private Clock clock = Clock.systemUTC();
        private IsolationObserver observer = IsolationObserver.standard();

        private Builder() {}

        /** A data source of the host's, instead of a URL; it stays open when the runtime is closed. */
        public Builder dataSource(DataSource hostDataSource) {
            this.dataSource = requireNonNull(hostDataSource, "hostDataSource");
            return this;
        }

        /** The URL of the database, see {@link Isolation#open(String)}. */
        public Builder jdbcUrl(String url) {
            this.jdbcUrl = requireNonNull(url, "url");
            return this;
        }

        /** The user who opens the database, if the URL does not say. */
        public Builder username(String name) {
            this.username = requireNonNull(name, "name");
            return this;
        }

        /** The password of the user. */
        public Builder password(String secret) {
            this.password = requireNonNull(secret, "secret");
            return this;
        }

        /** Tables that hold no scope's rows: readable in every context, written only by the system. */
        public Builder globalTables(String... tables) {
            declarations.globalTables(tables);
            return this;
        }

        /** Tables that hold no scope's rows: readable and writable in every context. */
        public Builder globalWritableTables(String... tables) {
            declarations.globalWritableTables(tables);
            return this;
        }

        /**
         * Sequences that all scopes share: {@code nextval} of them is allowed. Their numbers tell a scope how many
         * others were taken meanwhile, that is about how many rows the others made.
         */
        public Builder sequences(String... names) {
            declarations.sequences(names);
            return this;
        }

        /** A scoped table whose isolation columns have other names, or whose NULLs have a meaning. */
        public Builder table(String table, Consumer<TableMapping> mapping) {
            declarations.table(table, mapping);
            return this;
        }

        /** Whether to create the canonical schema, as is the default; not if the host brings tables of its own. */
        public Builder createSchema(boolean create) {
            this.createSchema = create;
            return this;
        }

        /** Declares tenants: from then on others are refused. Without this, tenants are registered on first use. */
        public Builder tenants(String... tenantIds) {
            if (tenantIds.length == 0) {
                throw new IllegalArgumentException(
                        "No tenant is given; name the tenants, or leave this out to register them on first use");
            }
            for (String tenantId : tenantIds) {
                tenants.add(IsolationContext.of(tenantId).tenantId());
            }
            return this;
        }

        /**
         * How many tenants may be registered, 1000 by default. They are registered in the canonical schema: without it, name
         * the {@link #tenants} instead.
         */
        public Builder maxTenants(int max) {
            if (max < 1) {
                throw new IllegalArgumentException("maxTenants is " + max + "; give 1 or more");
            }
            this.maxTenants = max;
            return this;
        }

        /** How often the schema is read again, see {@link TableRules.Builder#refreshEvery}. */
        public Builder refreshEvery(Duration interval) {
            declarations.refreshEvery(requireNonNull(interval, "interval"));
            return this;
        }

        /** The clock, that of the system by default. */
        public Builder clock(Clock newClock) {
            this.clock = requireNonNull(newClock, "newClock");
            return this;
        }

        /** Who learns of refusals and access across tenants, {@link IsolationObserver#standard()} by default. */
        public Builder observer(IsolationObserver newObserver) {
            this.observer = requireNonNull(newObserver, "newObserver");
            return this;
        }

        /** Who learns of the statements that are executed, see {@link TableRules.Builder#statementListener}. */
        public Builder statementListener(StatementListener listener) {
            declarations.statementListener(requireNonNull(listener, "listener"));
            return this;
        }

        /**
         * Accepts a finding in the schema: it is reported with the reason, and refused no more.
         *
         * @param name the finding's name, see {@link SchemaFinding#name()}; opening fails if there is no such finding
         * @param reason why it does no harm; not blank
         */
        public Builder acceptFinding(String name, String reason) {
            findings.accept(requireNonNull(name, "name"), requireNonNull(reason, "reason"));
            return this;
        }

        /** Refuses to open a database whose schema has errors that are not accepted; by default they are reported. */
        public Builder refuseSchemaErrors() {
            findings.refuseErrors();
            return this;
        }

        /**
         * Opens the runtime.
         *
         * @throws IllegalArgumentException if the database is not one that this version serves
         * @throws IllegalStateException if neither or both of data source and URL are given, the database cannot be
         *     opened, its schema cannot be brought up to date, a declaration or an accepted finding does not fit it, or
         *     it has errors that are {@linkplain #refuseSchemaErrors() refused}
         */
        public Isolation open() {
            if ((dataSource == null) == (jdbcUrl == null)) {
                throw new IllegalStateException("Give either a data source or a JDBC URL");
            }
            if (maxTenants != null && !createSchema) {
                throw new IllegalStateException(
                        "maxTenants counts the tenants of the canonical schema, which createSchema(false) leaves out; name"
                                + " the tenants with tenants(…)");
            }
            Database database = dataSource == null
                    ? Database.open(requireNonNull(jdbcUrl), username, password)
                    : Database.of(dataSource);
            try {
                if (createSchema) {
                    database.createSchema();
                    CanonicalSchema.declare(declarations);
                }
                TableRules rules = database.readRules(declarations);
                return new Isolation(database, this, rules);
            } catch (RuntimeException e) {
                database.close();
                throw e;
            }
        }
    }
}
