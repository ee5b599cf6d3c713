package org.maibot.isolation.jdbc;

import java.util.List;
import org.jooq.DSLContext;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.query.IsolatedQueryManager;

/**
 * A runtime whose clock stands still until it is moved, and whose events are recorded; on the {@linkplain
 * TestDatabase#underTest() database under test}.
 */
final class TestRuntime implements AutoCloseable {
    private final ManualClock clock = new ManualClock();
    private final RecordedEvents events = new RecordedEvents();
    private final FreshDatabase database = TestDatabase.underTest().fresh();
    private final Isolation isolation = Isolation.builder()
            .dataSource(database.dataSource())
            .clock(clock)
            .observer(events)
            .open();

    /** The context of 1 to 4 ids. */
    static IsolationContext context(List<String> ids) {
        return switch (ids.size()) {
            case 1 -> IsolationContext.of(ids.get(0));
            case 2 -> IsolationContext.of(ids.get(0), ids.get(1));
            case 3 -> IsolationContext.of(ids.get(0), ids.get(1), ids.get(2));
            default -> IsolationContext.of(ids.get(0), ids.get(1), ids.get(2), ids.get(3));
        };
    }

    /** The query manager of the context of 1 to 4 ids. */
    IsolatedQueryManager queries(String... ids) {
        return isolation.queries(context(List.of(ids)));
    }

    Isolation isolation() {
        return isolation;
    }

    ManualClock clock() {
        return clock;
    }

    RecordedEvents events() {
        return events;
    }

    /** What sees and changes everything. */
    DSLContext system() {
        return isolation.system("a test").dsl();
    }

    @Override
    public void close() {
        isolation.close();
        database.close();
    }
}
