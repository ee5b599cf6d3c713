package org.maibot.isolation.testkit;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import java.util.Arrays;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Collects what Logback logs. Only where Logback is. */
final class LogbackWatch extends AppenderBase<ILoggingEvent> {
    private final List<Object> logged;

    private LogbackWatch(List<Object> logged) {
        this.logged = logged;
    }

    /** Begins; returns what ends it. Loggers that keep their lines from the root are watched by themselves. */
    static Runnable begin(List<Object> logged) {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        List<Logger> loggers = root.getLoggerContext().getLoggerList().stream()
                .filter(logger -> logger.equals(root) || !logger.isAdditive())
                .toList();
        LogbackWatch watch = new LogbackWatch(logged);
        watch.setContext(root.getLoggerContext());
        watch.start();
        loggers.forEach(logger -> logger.addAppender(watch));
        return () -> loggers.forEach(logger -> logger.detachAppender(watch));
    }

    @Override
    protected void append(ILoggingEvent line) {
        logged.add(line.getFormattedMessage());
        logged.add(line.getMDCPropertyMap());
        logged.add(String.valueOf(line.getKeyValuePairs()));
        logged.add(Arrays.toString(line.getArgumentArray())); // which encoders print too
        if (line.getThrowableProxy() instanceof ThrowableProxy thrown) {
            logged.add(thrown.getThrowable());
        }
    }
}
