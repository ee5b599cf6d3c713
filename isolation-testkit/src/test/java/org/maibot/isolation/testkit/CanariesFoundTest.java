package org.maibot.isolation.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URLEncoder;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.TestDatabase;
import org.maibot.isolation.testkit.Canaries.Canary;

/** A canary is found in whatever holds it, and is foreign unless the reader sees its row. */
class CanariesFoundTest {
    private static Notebook notebook;
    private static Canaries canaries;
    private static Canary canary;
    private static String text;

    @BeforeAll
    static void plant() throws SQLException {
        notebook = new Notebook(TestDatabase.SQLITE);
        canaries = Canaries.in(notebook.dataSource(), notebook.rules())
                .contexts(Notebook.ACME.narrow().agent("bot").build(), Notebook.GLOBEX)
                .plant();
        DSLContext dsl = DSL.using(notebook.dataSource(), SQLDialect.SQLITE);
        text = String.valueOf(
                dsl.fetchValue(
                        "select title from note where tenant_id = 'globex' and agent_id = 'bot' and title like 'cnry%' limit 1"));
        canary = canaries.foreignTo(Notebook.ACME, text).get(0);
    }

    @AfterAll
    static void close() {
        notebook.close();
    }

    private static void assertFound(Object found) {
        assertThat(canaries.foreignTo(Notebook.ACME, found)).as("%s", found).containsExactly(canary);
    }

    @Test
    void itIsFoundInTextHoweverThatIsWritten() throws JsonProcessingException {
        assertFound(text.toUpperCase(Locale.ROOT));
        assertFound(text.toUpperCase(Locale.forLanguageTag("tr")));
        assertFound(text.substring(0, Tokens.LENGTH));
        assertFound(text.substring(text.length() - Tokens.LENGTH - 1).strip());
        assertFound(URLEncoder.encode("x" + text, StandardCharsets.UTF_8));
        assertFound(HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8)));
        assertFound(CharBuffer.wrap("cnry" + text));
        JsonMapper json =
                JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
        assertFound(json.writeValueAsString(json.writeValueAsString(Map.of("\u00e9" + text, text))));
    }

    private record Note(Object title) {
        @Override
        public String toString() {
            return "a note";
        }
    }

    @Test
    void itIsFoundInWhateverHoldsIt() {
        assertFound(text.getBytes(StandardCharsets.UTF_8));
        assertFound(text.getBytes(StandardCharsets.UTF_16LE));
        assertFound(text.toCharArray());
        assertFound(List.of(1, List.of(Optional.of(new Object[] {new String[] {text}}))));
        assertFound(Map.of(text, 1));
        assertFound(Map.of(1, Arrays.asList(null, text)));
        assertFound(new Note(new Note(text)));
        Exception thrown = new IllegalStateException("outer", new SQLException("no such row: " + text));
        assertFound(thrown);
        Exception quiet = new IllegalStateException("outer");
        quiet.addSuppressed(thrown);
        assertFound(quiet);
        SQLException first = new SQLException("first");
        first.setNextException(new SQLException(text));
        assertFound(List.of(first));
        List<Object> round = new ArrayList<>(List.of(text));
        round.add(round);
        assertFound(round);
    }

    /** An entity without a text of its own. */
    private static class Entity {
        private final Object title;

        Entity(Object title) {
            this.title = title;
        }

        Object title() {
            return title;
        }
    }

    private static final class Derived extends Entity {
        Derived(Object title) {
            super(title);
        }
    }

    /** A page as of Spring's, whose text tells nothing of what is in it. */
    private record Page(List<Object> content) implements Iterable<Object> {
        @Override
        public Iterator<Object> iterator() {
            return content.iterator();
        }

        @Override
        public String toString() {
            return "page 1 of 1";
        }
    }

    @Test
    void itIsFoundInObjectsWhoseTextDoesNotTellIt() {
        assertFound(new Entity(text));
        assertFound(List.of(new Derived(new Entity(Optional.of(text)))));
        assertFound(new Page(List.of(new Entity(text))));
        Iterable<Object> lazy = () -> List.<Object>of(new Entity(text)).iterator();
        assertFound(lazy);
        Supplier<Object> captured = new Entity(text)::title;
        assertFound(captured);
        assertThat(canaries.foreignTo(
                        Notebook.ACME, List.of(Path.of("/tmp/x"), new Object(), new Entity(new Object()))))
                .isEmpty();
    }

    @Test
    void whatCannotBeLookedIntoIsRefused() {
        for (Object found : List.of(
                Stream.of(text),
                List.of(text).iterator(),
                CompletableFuture.completedFuture(text),
                new Entity(Stream.of(1)))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> canaries.requireNoneForeignTo(Notebook.ACME, found))
                    .withMessageContaining("cannot be looked into");
        }
    }

    @Test
    void itIsFoundInRecordsOfJooq() {
        DSLContext dsl = DSL.using(notebook.dataSource(), SQLDialect.SQLITE);
        assertFound(dsl.fetch("select id, title from note where title = ?", text));
        assertFound(dsl.fetchSingle("select id, title from note where title = ?", text));
        assertFound(
                dsl.fetch("select id, title from note where title = ?", text).formatJSON());
    }

    @Test
    void itIsForeignUnlessTheReaderSeesItsRow() {
        List<Snapshot.Row> all = allRows();
        assertThat(canary.owner()).isEqualTo(Notebook.GLOBEX);
        assertThat(canaries.foreignTo(IsolationContext.of("globex"), text)).isEmpty();
        assertThat(canaries.foreignTo(IsolationContext.of("globex", "bot", "qq", "1"), text))
                .isEmpty();
        assertThat(canaries.foreignTo(IsolationContext.of("globex", "other"), text))
                .containsExactly(canary);
        assertThat(canaries.foreignTo(IsolationContext.of("GLOBEX"), text)).containsExactly(canary);
        assertThat(canaries.foreignTo(IsolationContext.of("globex", "other"), all).stream()
                        .filter(foreign -> foreign.owner().tenantId().equals("globex")))
                .as("rows of the tenant, as of the wider level, are not foreign to its agents")
                .allMatch(foreign -> foreign.owner().equals(Notebook.GLOBEX));
        canaries.requireNoneForeignTo(Notebook.ACME, null);
        canaries.requireNoneForeignTo(Notebook.ACME, "cnry000000 and no canary: " + canary.owner());
    }

    private static List<Snapshot.Row> allRows() {
        try {
            return notebook.snapshot().rows();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theFailureNamesItsTableItsColumnAndItsOwner() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> canaries.requireNoneForeignTo(Notebook.ACME, List.of(text)))
                .withMessage("What acme has got holds what belongs to others:\n  " + canary.token()
                        + " of note.title, in a row of globex/bot");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> canaries.requireNoneForeignTo(IsolationContext.of("x"), allRows()))
                .withMessageContaining("of tag.tag, in a row of acme");
    }
}
