package org.maibot.isolation.examples.benchmarks;

import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The doors to PostgreSQL. */
@State(Scope.Benchmark)
public class PostgresqlDoorBenchmark extends DoorBenchmark {
    /** The door. */
    @Param({"RAW", "TEXT", "JOOQ", "DSL", "MYBATIS", "TENANT_LINE", "ROW_SECURITY", "ROW_SECURITY_EACH"})
    public DoorKind door;

    /** Fills a database. */
    @Setup
    public void open() throws Exception {
        open(Product.POSTGRESQL, door);
    }
}
