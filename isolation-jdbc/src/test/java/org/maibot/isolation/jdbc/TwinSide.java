package org.maibot.isolation.jdbc;

import java.sql.SQLException;
import java.util.List;
import org.jooq.DSLContext;
import org.maibot.isolation.Dimension;

/** One database of {@link TwinDatabases}, with a runtime on it. */
record TwinSide(OneConnection database, Isolation isolation) implements AutoCloseable {

    /**
     * Creates a database with the tables, and the rows of nobody.
     *
     * @param defaults the ids that the isolation columns have by default, from the tenant's on
     */
    static TwinSide open(List<String> defaults) {
        try {
            OneConnection database = new OneConnection();
            try (Isolation schema = Isolation.builder()
                    .dataSource(database.dataSource())
                    .createSchema(false)
                    .open()) {
                DSLContext dsl = schema.system("the test's schema").dsl();
                TwinSchema.create(dsl, defaults);
                TwinSchema.insertGlobalRows(dsl);
            }
            return new TwinSide(
                    database,
                    Isolation.builder()
                            .dataSource(database.dataSource())
                            .createSchema(false)
                            .globalTables("lang")
                            .globalWritableTables("counter")
                            .table(
                                    "memo",
                                    table -> table.nullBelongsToWiderLevel(Dimension.PLATFORM)
                                            .nullBelongsToWiderLevel(Dimension.CHAT_STREAM))
                            .open());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same with the rows of everybody. */
    static TwinSide ofEverybody() {
        TwinSide side = open(List.of());
        TwinSchema.insertRowsOfEverybody(side.all());
        side.commit();
        return side;
    }

    /** What nothing is scoped in. */
    DSLContext all() {
        return isolation.system("the test").dsl();
    }

    void commit() {
        try {
            database.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Takes back what was done since the last commit. */
    void undo() {
        try {
            database.undo();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        isolation.close();
        try {
            database.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
