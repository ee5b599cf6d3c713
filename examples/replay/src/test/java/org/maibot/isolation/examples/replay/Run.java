package org.maibot.isolation.examples.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
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

    /** Runs the command in this process, as fast as it can, on a terminal that speaks UTF-8. */
    static Run of(Object... arguments) {
        return run(new Stop(), new ByteArrayOutputStream(), arguments);
    }

    /** Runs the command, and tells it to stop as soon as a text is on standard output. */
    static Run stoppedAt(String text, Object... arguments) {
        Stop stop = new Stop();
        return run(stop, new WatchedOutput(text, stop::request), arguments);
    }

    private static Run run(Stop stop, ByteArrayOutputStream out, Object... arguments) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        String[] texts = Arrays.stream(arguments).map(Object::toString).toArray(String[]::new);
        int exitCode = Replay.run(Terminal.of(out, err, UTF_8), stop, texts);
        return new Run(exitCode, out.toString(UTF_8), err.toString(UTF_8));
    }

    List<String> outLines() {
        return out.lines().toList();
    }

    List<String> errLines() {
        return err.lines().toList();
    }

    /** Does something when a text has been written. */
    private static final class WatchedOutput extends ByteArrayOutputStream {
        private final String text;
        private final Runnable action;

        WatchedOutput(String text, Runnable action) {
            this.text = text;
            this.action = action;
        }

        @Override
        public synchronized void write(byte[] bytes, int from, int length) {
            super.write(bytes, from, length);
            if (toString(UTF_8).contains(text)) {
                action.run();
            }
        }
    }
}
