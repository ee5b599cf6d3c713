package org.maibot.isolation;

import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** One structured log line per event. */
final class StandardObserver implements IsolationObserver {
    static final IsolationObserver INSTANCE = create();

    private static final Logger LOG = LoggerFactory.getLogger("org.maibot.isolation.events");

    private static final int MAX_TEXT = 256;
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\u0080-\\u009F\\u2028\\u2029]");

    private StandardObserver() {}

    private static IsolationObserver create() {
        IsolationObserver logging = new StandardObserver();
        return micrometerIsPresent() ? logging.andThen(new CountingObserver()) : logging;
    }

    private static boolean micrometerIsPresent() {
        try {
            Class.forName("io.micrometer.core.instrument.Metrics", false, StandardObserver.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException absent) {
            return false;
        }
    }

    @Override
    public void onEvent(IsolationEvent event) {
        if (event instanceof IsolationEvent.Refused refused) {
            LOG.atWarn()
                    .addKeyValue("reason", refused.reason())
                    .addKeyValue(
                            "scope", refused.context().map(Object::toString).orElse("none"))
                    .log("refused: {}", refused.message());
        } else if (event instanceof IsolationEvent.SystemAccess access) {
            LOG.atInfo().addKeyValue("reason", printable(access.reason())).log("access across tenants");
        } else if (event instanceof IsolationEvent.TenantRegistered registered) {
            LOG.atInfo()
                    .addKeyValue("tenant_id", printable(registered.tenantId()))
                    .log("tenant registered on first use");
        } else if (event instanceof IsolationEvent.MemoryPromoted promoted) {
            LOG.atInfo()
                    .addKeyValue("scope", promoted.context())
                    .addKeyValue("memory_id", printable(promoted.memoryId()))
                    .addKeyValue("reason", printable(promoted.reason()))
                    .log("memory promoted");
        } else if (event instanceof IsolationEvent.ContextLeaked leaked) {
            LOG.atLevel(Level.ERROR).addKeyValue("scope", leaked.context()).log("context leaked: {}", leaked.how());
        } else if (event instanceof IsolationEvent.SchemaFindingReported finding) {
            LOG.atLevel(finding.severity().equals("ERROR") ? Level.ERROR : Level.WARN)
                    .addKeyValue("name", printable(finding.name()))
                    .log("schema finding: {}", finding.message());
        } else if (event instanceof IsolationEvent.SchemaFindingAccepted accepted) {
            LOG.atInfo()
                    .addKeyValue("name", printable(accepted.name()))
                    .addKeyValue("reason", printable(accepted.reason()))
                    .log("schema finding accepted");
        }
    }

    /** Text from outside, bounded and on one line. */
    private static String printable(String text) {
        String line = UNPRINTABLE.matcher(text).replaceAll(" ");
        return line.length() <= MAX_TEXT ? line : line.substring(0, MAX_TEXT) + "…";
    }
}
