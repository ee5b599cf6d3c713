package org.maibot.isolation.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.table;
import static org.maibot.isolation.testkit.IsolationAssertions.assertThatRefused;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.ViolationReason;
import org.maibot.isolation.jdbc.Isolation;

/** As a host tests its code with the extension. */
class NotesIsolationTest {
    @RegisterExtension
    static final IsolationExtension isolation =
            IsolationExtension.of(NotesIsolationTest::open).planting(canaries -> canaries.rowsPerTable(2));

    static Isolation open() {
        Isolation opened = Isolation.builder()
                .jdbcUrl("jdbc:sqlite::memory:")
                .createSchema(false)
                .open();
        DSLContext dsl = opened.system("schema").dsl();
        dsl.execute("create table note (tenant_id text not null, agent_id text not null, id integer not null,"
                + " title text not null, primary key (tenant_id, agent_id, id))");
        opened.refresh();
        return opened;
    }

    @IsolationTest
    void ownRowsAreSeenAndNoOthers(IsolationContext mine, Isolation runtime) {
        assertThat(runtime.dsl(mine).fetch("select title from note")).hasSize(2);
    }

    @IsolationTest
    void othersAreOthers(IsolationContext mine, @Foreign IsolationContext theirs, Isolation runtime) {
        assertThat(theirs).isNotEqualTo(mine);
        assertThatRefused(() -> runtime.dsl(mine)
                        .update(table("note"))
                        .set(field("agent_id"), theirs.agentId().orElseThrow() + "x")
                        .execute())
                .withReason(ViolationReason.FOREIGN_SCOPE);
    }

    @IsolationTest
    void sqlTextIsConfined(DataSource confined, Canaries canaries, IsolationContext mine) throws SQLException {
        try (Connection connection = confined.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select title from note")) {
            assertThat(row.next()).isTrue();
            assertThat(canaries.foreignTo(mine, row.getString(1))).isEmpty();
        }
    }

    @IsolationTest
    void codeDoesWhatItDoesAlone(IsolationContext mine, TwinCheck twins) throws SQLException {
        twins.verifyRuntime(mine, runtime -> {
            DSLContext dsl = runtime.dsl(mine);
            dsl.insertInto(table("note"), field("id"), field("title"))
                    .values(77, "new")
                    .execute();
            return dsl.fetch("select id, title from note order by id");
        });
    }
}
