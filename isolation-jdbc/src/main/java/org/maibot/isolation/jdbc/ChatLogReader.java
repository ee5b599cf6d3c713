package org.maibot.isolation.jdbc;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the good lines of a chat log, and reports the bad ones. */
final class ChatLogReader {
    private static final int BUFFER = 1 << 16;
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final InputStream in;
    private final Consumer<RejectedLine> onRejected;
    private final ChatLogParser parser = new ChatLogParser();
    private final byte[] buffer = new byte[BUFFER];
    private int position;
    private int filled;
    private long bytesRead;
    private long number;
    private long rejected;

    ChatLogReader(InputStream in, Consumer<RejectedLine> onRejected) {
        this.in = in;
        this.onRejected = onRejected;
    }

    long bytesRead() {
        return bytesRead;
    }

    long rejected() {
        return rejected;
    }

    /** The next good line, or null at the end. */
    @Nullable
    ChatLogLine next() throws IOException {
        for (byte[] line = nextLine(); line != null; line = nextLine()) {
            number++;
            ChatLogLine parsed = parse(line);
            if (parsed != null) {
                return parsed;
            }
        }
        return null;
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
