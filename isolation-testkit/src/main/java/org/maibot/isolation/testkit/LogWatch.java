package org.maibot.isolation.testkit;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.slf4j.LoggerFactory;

/**
 * What is printed and logged while code runs: on {@link System#out} and {@link System#err}, by {@code java.util.logging}, and by
 * Logback wherever it goes. For one thread; what is logged on others counts too.
 */
final class LogWatch implements AutoCloseable {
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final List<Object> logged = new CopyOnWriteArrayList<>();
    private final Handler handler = new Collector();
    private final Runnable logback;

    LogWatch() {
        System.setOut(both(out));
        System.setErr(both(err));
        Logger.getLogger("").addHandler(handler);
        boolean isLogback =
                LoggerFactory.getILoggerFactory().getClass().getName().equals("ch.qos.logback.classic.LoggerContext");
        logback = isLogback ? LogbackWatch.begin(logged) : () -> {};
    }

    private PrintStream both(PrintStream first) {
        return new PrintStream(new Both(first), true, StandardCharsets.UTF_8);
    }

    /** All of it: texts, and what was thrown. */
    List<Object> found() {
        logged.add(printed.toString(StandardCharsets.UTF_8));
        return logged;
    }

    @Override
    public void close() {
        System.setOut(out);
        System.setErr(err);
        Logger.getLogger("").removeHandler(handler);
        logback.run();
    }

    /** Prints, and keeps what is printed. */
    private final class Both extends OutputStream {
        private final PrintStream first;

        Both(PrintStream first) {
            this.first = first;
        }

        @Override
        public void write(int letter) {
            first.write(letter);
            synchronized (printed) {
                printed.write(letter);
            }
        }

        @Override
        public void write(byte[] letters, int from, int count) {
            first.write(letters, from, count);
            synchronized (printed) {
                printed.write(letters, from, count);
            }
        }

        @Override
        public void flush() {
            first.flush();
        }
    }

    private final class Collector extends Handler {
        private final SimpleFormatter formatter = new SimpleFormatter();

        @Override
        public void publish(LogRecord line) {
            logged.add(formatter.formatMessage(line));
            logged.add(Arrays.toString(line.getParameters()));
            if (line.getThrown() != null) {
                logged.add(line.getThrown());
            }
        }

        @Override
        public void flush() {
            // nothing is kept back
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
