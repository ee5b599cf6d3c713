package org.maibot.isolation.jdbc;

import static java.util.Objects.requireNonNull;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.using;
import static org.maibot.isolation.jdbc.Attempt.ACME;
import static org.maibot.isolation.jdbc.TwinTables.NOTE;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jooq.Cursor;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;
import org.jooq.impl.DefaultExecuteListenerProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.maibot.isolation.ViolationReason;

/** What belongs to a connection, and not to a scope, is not to be had. */
@Tag("everyDatabase")
class RawObjectsTest {
    /** Some drivers' metadata is the result set itself. */
    @Test
    void theMetadataOfRowsLeadsToNoConnection() {
        Attempt.touchesNobodyElse(dsl -> {
            try (Cursor<?> rows = dsl.selectFrom(NOTE).fetchLazy()) {
                ResultSet raw = (ResultSet) requireNonNull(rows.resultSet()).getMetaData();
                return raw.getStatement().getConnection().createStatement().executeUpdate("delete from note");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** Some drivers' metadata is the statement itself. */
    @Test
    void theMetadataOfParametersLeadsToNoConnection() {
        Attempt.touchesNobodyElse(dsl -> using(
                        dsl.configuration().derive(new DefaultExecuteListenerProvider(new ExecuteListener() {
                            private static final long serialVersionUID = 1L;

                            @Override
                            public void prepareEnd(ExecuteContext execution) {
                                delete(execution);
                            }
                        })))
                .selectFrom(NOTE)
                .fetch());
    }

    private static void delete(ExecuteContext execution) {
        try {
            PreparedStatement prepared = requireNonNull(execution.statement());
            PreparedStatement raw = (PreparedStatement) prepared.getParameterMetaData();
            raw.getConnection().createStatement().executeUpdate("delete from note");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<String> counters() {
        return switch (TestDatabase.underTest().family()) {
            case "sqlite" -> List.of("total_changes()", "last_insert_rowid()", "changes()");
            case "postgresql" -> List.of("lastval()", "pg_current_xact_id()", "pg_backend_pid()");
            default -> List.of("last_insert_id()", "row_count()", "found_rows()");
        };
    }

    @ParameterizedTest
    @MethodSource("counters")
    void countersOfAPooledConnectionAreRefused(String counter) {
        Refused.because(
                ViolationReason.OPAQUE_SQL,
                () -> TwinDatabases.of(ACME).scoped().select(field(counter)).fetch());
    }
}
