package org.maibot.isolation.examples.replay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;

/** Reads the good lines of a chat log, JSON Lines in UTF-8, and reports the bad ones. Blank lines are left out. */
final class LogReader {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final BufferedReader lines;
    private final BadLines badLines;
    private final LogParser parser = new LogParser();
    private long number;

    /** Who is told of bad lines. */
    interface BadLines {
        /** A line is left out; lines are numbered from 1. */
        void onBadLine(long number, String reason);
    }

    LogReader(InputStream in, BadLines badLines) {
        this.lines = new BufferedReader(new InputStreamReader(in, ISO_8859_1)); // keeps the bytes, see decoded
        this.badLines = badLines;
    }

    /** The next good line, or null at the end. */
    @Nullable
    LogLine next() throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            try {
                String json = decoded(line);
                if (!json.isBlank()) {
                    return parser.parse(json);
                }
            } catch (BadLineException e) {
                badLines.onBadLine(number, String.valueOf(e.getMessage()));
            }
        }
        return null;
    }

    /** Each line by itself: one that is not UTF-8 does not end the reading. */
    private String decoded(String bytes) throws BadLineException {
        try {
            String text = UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(bytes.getBytes(ISO_8859_1)))
                    .toString();
            return number == 1 && text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new BadLineException("it is not UTF-8");
        }
    }
}
