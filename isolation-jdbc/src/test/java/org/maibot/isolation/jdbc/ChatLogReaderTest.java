package org.maibot.isolation.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.query.Message;

/** A host reads a chat log line by line; what is a good line is what the import takes for one. */
class ChatLogReaderTest {
    private final List<RejectedLine> rejected = new ArrayList<>();

    private static InputStream log(String... lines) {
        return new ByteArrayInputStream(String.join("\n", lines).getBytes(UTF_8));
    }

    private static String json(int number) {
        return LogLine.of(number).json();
    }

    @Test
    void aGoodLineIsAMessageOfAChatStream() throws IOException {
        ChatLogReader reader = ChatLogReader.of(log("", json(7)), rejected::add);

        assertThat(reader.next())
                .contains(new ChatLogLine(
                        2,
                        IsolationContext.of("acme", "bot", "qq", "g1"),
                        new Message("m-7", "user-1", Message.Role.USER, Instant.ofEpochSecond(7), "text 7")));
        assertThat(reader.next()).isEmpty();
    }

    @Test
    void afterTheEndThereIsNothing() throws IOException {
        ChatLogReader reader = ChatLogReader.of(log(json(1)), rejected::add);

        assertThat(reader.next()).isPresent();
        assertThat(reader.next()).isEmpty();
        assertThat(reader.next()).isEmpty();
    }

    @Test
    void badLinesAreToldBeforeTheGoodLineAfterThem() throws IOException {
        ChatLogReader reader = ChatLogReader.of(log(json(1), "bad", json(3), "bad"), rejected::add);

        assertThat(reader.next()).map(ChatLogLine::number).contains(1L);
        assertThat(rejected).isEmpty();
        assertThat(reader.next()).map(ChatLogLine::number).contains(3L);
        assertThat(rejected).extracting(RejectedLine::number).containsExactly(2L);
        assertThat(reader.next()).isEmpty();
        assertThat(rejected).extracting(RejectedLine::number).containsExactly(2L, 4L);
        assertThat(reader.rejected()).isEqualTo(2);
    }

    @Test
    void bytesAreCountedToTheEndOfTheLine() throws IOException {
        ChatLogReader reader = ChatLogReader.of(log(json(1), json(2)), rejected::add);

        reader.next();
        assertThat(reader.bytesRead()).isEqualTo(json(1).length() + 1L);
        reader.next();
        assertThat(reader.bytesRead()).isEqualTo(json(1).length() + 1L + json(2).length());
    }

    @Test
    void aMemberThatTheFormatDoesNotKnowIsRejectedOrLeftOut() throws IOException {
        String line = LogLine.of(1).with("mood", "good").json();

        assertThat(ChatLogReader.of(log(line), rejected::add).next()).isEmpty();
        assertThat(rejected)
                .singleElement()
                .satisfies(bad -> assertThat(bad.reason()).endsWith("does not know: mood"));
        Optional<ChatLogLine> read =
                ChatLogReader.lenient(log(line), rejected::add).next();
        assertThat(read).isEqualTo(ChatLogReader.of(log(json(1)), rejected::add).next());
        assertThat(rejected).hasSize(1);
    }

    @Test
    void aLenientReaderRejectsWhatIsBadOtherwise() throws IOException {
        ChatLogReader reader = ChatLogReader.lenient(
                log(LogLine.of(1).without("text").json(), json(2).replace("{", "{\"mood\":1,\"mood\":2,")),
                rejected::add);

        assertThat(reader.next()).isEmpty();
        assertThat(rejected).extracting(RejectedLine::number).containsExactly(1L, 2L);
    }

    @Test
    void afterAFailureOfTheListenerTheNextLineIsRead() throws IOException {
        ChatLogReader reader = ChatLogReader.of(log("bad", json(2)), line -> {
            throw new IllegalStateException("the listener fails, on purpose");
        });

        assertThatThrownBy(reader::next).hasMessage("the listener fails, on purpose");
        assertThat(reader.next()).map(ChatLogLine::number).contains(2L);
    }

    @Test
    void theStreamIsLeftOpen() throws IOException {
        AtomicBoolean closed = new AtomicBoolean();
        InputStream in = new ByteArrayInputStream(new byte[0]) {
            @Override
            public void close() {
                closed.set(true);
            }
        };

        assertThat(ChatLogReader.of(in, rejected::add).next()).isEmpty();
        assertThat(closed).isFalse();
    }
}
