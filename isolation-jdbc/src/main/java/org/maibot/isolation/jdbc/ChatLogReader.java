package org.maibot.isolation.jdbc;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads chat logs: JSON Lines in UTF-8, each line an object with exactly the members {@code tenant_id},
 * {@code agent_id}, {@code platform}, {@code chat_stream_id}, {@code message_id}, {@code user_id}, {@code role}
 * ({@code "user"} or {@code "agent"}), {@code time} (seconds since 1970-01-01T00:00:00Z, possibly with decimals, of which
 * those beyond microseconds are cut off) and {@code text}. A line ends with a line feed, or with the log; blank lines and a
 * byte order mark are no errors.
 *
 * <p>A bad line, also one with a tenant, agent, platform or chat stream whose id is refused, is passed over, and its number
 * and the reason are told at once; the lines after it are read. A line is read as a whole, so the memory that this takes
 * is that of the longest one.
 *
 * <p>Not safe for use by several threads.
 */
public final class ChatLogReader {
    private static final int BUFFER = 1 << 16;
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final InputStream in;
    private final Consumer<RejectedLine> onRejected;
    private final ChatLogParser parser;
    private final byte[] buffer = new byte[BUFFER];
    private int position;
    private int filled;
    private long bytesRead;
    private long number;
    private long rejected;

    private ChatLogReader(InputStream in, Consumer<RejectedLine> onRejected, ChatLogParser parser) {
        this.in = requireNonNull(in, "in");
        this.onRejected = requireNonNull(onRejected, "onRejected");
        this.parser = parser;
    }

    /**
     * A reader that rejects lines with members that the format does not know, as an import does.
     *
     * @param in from its first byte on; whoever opened it closes it
     * @param onRejected who is told of each bad line
     */
    public static ChatLogReader of(InputStream in, Consumer<RejectedLine> onRejected) {
        return new ChatLogReader(in, onRejected, ChatLogParser.strict());
    }

    /** A reader that leaves out members that the format does not know; else as {@link #of}. */
    public static ChatLogReader lenient(InputStream in, Consumer<RejectedLine> onRejected) {
        return new ChatLogReader(in, onRejected, ChatLogParser.lenient());
    }

    /** How much of the log was read: up to the end of the last line, good or bad. */
    public long bytesRead() {
        return bytesRead;
    }

    /** How many lines were bad so far. */
    public long rejected() {
        return rejected;
    }

    /**
     * The next good line, or empty at the end of the log. What {@code onRejected} throws is thrown, and the line after the bad one is
     * next then.
     *
     * @throws IOException if the log cannot be read on
     */
    public Optional<ChatLogLine> next() throws IOException {
        for (byte[] line = nextLine(); line != null; line = nextLine()) {
            number++;
            ChatLogLine parsed = parse(line);
            if (parsed != null) {
                return Optional.of(parsed);
            }
        }
        return Optional.empty();
    }

    private byte @Nullable [] nextLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (position < filled || fill()) {
            int end = position;
            while (end < filled && buffer[end] != '\n') {
                end++;
            }
            line.write(buffer, position, end - position);
            boolean complete = end < filled;
            bytesRead += end - position + (complete ? 1 : 0);
            position = end + (complete ? 1 : 0);
            if (complete) {
                return line.toByteArray();
            }
        }
        return line.size() == 0 ? null : line.toByteArray();
    }

    /** Reads on; returns whether there is anything. */
    private boolean fill() throws IOException {
        position = 0;
        filled = Math.max(0, in.read(buffer));
        return filled > 0;
    }

    private @Nullable ChatLogLine parse(byte[] line) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line))
                    .toString();
            String json = number == 1 && text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
            return json.isBlank() ? null : parser.parse(number, json);
        } catch (CharacterCodingException e) {
            return reject("it is not UTF-8");
        } catch (BadLineException e) {
            return reject(e.reason());
        }
    }

    private @Nullable ChatLogLine reject(String reason) {
        rejected++;
        onRejected.accept(new RejectedLine(number, reason));
        return null;
    }
}
