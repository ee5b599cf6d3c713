package org.maibot.isolation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.MessageInbox.Entry;
import org.maibot.isolation.query.Message;
import org.maibot.isolation.query.StoredMessage;

/**
 * A process is killed at any moment, time and again: what it accepted is handled by the next one, once. How often is said by
 * the property {@code isolation.test.kills}.
 */
class KilledProcessTest {
    private static final int KILLS = Integer.getInteger("isolation.test.kills", 3);
    private static final int MOST_LINES = 600;
    private static final Pattern SAID = Pattern.compile("(accepted|done) (p\\d{4}-\\d{6})");

    @TempDir
    private Path directory;

    private final Random random = new Random();
    private final Set<String> accepted = new HashSet<>();
    private final Set<String> done = new HashSet<>();

    @Test
    void losesNothingOnSqlite() throws Exception {
        losesNothing("jdbc:sqlite:" + directory.resolve("bot.db"), isolation -> {});
    }

    @Test
    void losesNothingOnPostgresql() throws Exception {
        try (FreshDatabase database = TestDatabase.POSTGRESQL_18.fresh()) {
            losesNothing(
                    database.url(),
                    isolation ->
                            InboxNode.expireAllBut(isolation.system("a test").dsl(), List.of()));
        }
    }

    private void losesNothing(String url, Consumer<Isolation> afterKill) throws Exception {
        try (Isolation isolation =
                Isolation.builder().jdbcUrl(url).observer(event -> {}).open()) {
            for (int kill = 0; kill < KILLS; kill++) {
                runAndKill(url, String.format("p%04d", kill));
                afterKill.accept(isolation);
            }
            handleTheRest(isolation);
            assertThat(accepted).hasSizeGreaterThan(KILLS);
            Set<String> stored = new HashSet<>();
            for (int i = 0; i < InboxChild.STREAMS; i++) {
                stored.addAll(storedOnce(isolation, InboxChild.stream(i)));
            }
            assertThat(stored).containsAll(accepted).containsAll(done);
        }
    }

    private void runAndKill(String url, String name) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        InboxChild.class.getName(),
                        url,
                        name)
                .redirectError(Redirect.INHERIT)
                .start();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            int life = random.nextInt(MOST_LINES);
            String line = lines.readLine();
            for (int i = 0; line != null; i++) {
                note(line);
                if (i == life) {
                    process.toHandle().destroyForcibly(); // which leaves what it said to be read
                }
                line = lines.readLine();
            }
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor()).as("killed").isEqualTo(128 + 9);
    }

    private void note(String line) {
        Matcher said = SAID.matcher(line);
        if (!said.matches()) {
            return; // cut off
        }
        if (said.group(1).equals("accepted")) {
            accepted.add(said.group(2));
        } else {
            assertThat(done.add(said.group(2))).as(line).isTrue();
        }
    }

    private static void handleTheRest(Isolation isolation) {
        try (MessageInbox inbox = isolation.inbox(Duration.ofMinutes(1))) {
            for (IsolationContext stream : inbox.claim(InboxChild.STREAMS)) {
                List<Entry> entries = inbox.entries(stream, 0, 10_000);
                assertThat(inbox.complete(
                                entries.stream().map(InboxChild::completion).toList()))
                        .containsOnly(true);
            }
            assertThat(inbox.pending(IsolationContext.of("acme"))).isZero();
        }
    }

    /** The messages of a stream, each of which is followed by the one answer to it. */
    private static List<String> storedOnce(Isolation isolation, IsolationContext stream) {
        List<StoredMessage> history =
                isolation.queries(stream).messages().history(10_000).messages();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < history.size(); i += 2) {
            ids.add(history.get(i).messageId());
            assertThat(history.get(i).message().role()).isEqualTo(Message.Role.USER);
            assertThat(history.get(i + 1).text()).isEqualTo("re " + ids.get(i / 2));
        }
        assertThat(ids).isSorted().doesNotHaveDuplicates();
        return ids;
    }
}
