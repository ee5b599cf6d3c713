package org.maibot.isolation.examples.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import org.maibot.isolation.examples.terminal.Terminal;

/**
 * What came of a run of the command.
 *
 * @param exitCode what it said to the shell
 * @param out its standard output
 * @param err its standard error
 */
record Run(int exitCode, String out, String err) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Runs the command in this process, on a terminal that speaks UTF-8. */
    static Run of(Object... arguments) {
        return in(UTF_8, arguments);
    }

    /** Runs the command in this process, on a terminal that speaks a character set. */
    static Run in(Charset charset, Object... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        String[] texts = Arrays.stream(arguments).map(Object::toString).toArray(String[]::new);
        int exitCode = Quickstart.run(Terminal.of(out, err, charset), texts);
        return new Run(exitCode, utf8(out.toByteArray()), utf8(err.toByteArray()));
    }

    /** Decodes UTF-8, and fails if it is anything else. */
    static String utf8(byte[] bytes) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Standard output, which is one JSON value. */
    JsonNode json() throws JsonProcessingException {
        return JSON.readTree(out);
    }

    List<String> outLines() {
        return out.lines().toList();
    }

    List<String> errLines() {
        return err.lines().toList();
    }
}
