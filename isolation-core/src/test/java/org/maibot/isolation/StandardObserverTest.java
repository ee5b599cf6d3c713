package org.maibot.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.maibot.isolation.IsolationEvent.ContextLeaked;
import org.maibot.isolation.IsolationEvent.MemoryPromoted;
import org.maibot.isolation.IsolationEvent.Refused;
import org.maibot.isolation.IsolationEvent.SchemaFindingAccepted;
import org.maibot.isolation.IsolationEvent.SchemaFindingReported;
import org.maibot.isolation.IsolationEvent.SystemAccess;
import org.maibot.isolation.IsolationEvent.TenantRegistered;

class StandardObserverTest {
    private static final IsolationContext CONTEXT = IsolationContext.of("a/b", "support");
    private final IsolationViolationException refusal =
            new IsolationViolationException(ViolationReason.UNKNOWN_TABLE, "No rule", "Add one");

    @RegisterExtension
    final CapturedEvents events = new CapturedEvents();

    @Test
    void aRefusalIsAWarningWithItsReasonAndScope() {
        ILoggingEvent line = lineOf(Refused.of(refusal, CONTEXT));
        assertThat(line.getLevel()).isEqualTo(Level.WARN);
        assertThat(line.getFormattedMessage()).isEqualTo("refused: No rule. Add one.");
        assertThat(CapturedEvents.values(line)).containsExactly("reason=UNKNOWN_TABLE", "scope=a%2Fb/support");
    }

    @Test
    void aRefusalWithoutAContextHasNoScope() {
        assertThat(CapturedEvents.values(lineOf(Refused.of(refusal))))
                .containsExactly("reason=UNKNOWN_TABLE", "scope=none");
    }

    @Test
    void accessAcrossTenantsIsLoggedWithItsReason() {
        ILoggingEvent line = lineOf(new SystemAccess("nightly report"));
        assertThat(line.getLevel()).isEqualTo(Level.INFO);
        assertThat(line.getFormattedMessage()).isEqualTo("access across tenants");
        assertThat(CapturedEvents.values(line)).containsExactly("reason=nightly report");
    }

    @Test
    void aReasonCannotForgeALogLine() {
        ILoggingEvent line = lineOf(new SystemAccess("x\n2026 WARN forged\u2028" + "y".repeat(500)));
        assertThat(CapturedEvents.values(line))
                .allSatisfy(value -> assertThat(value)
                        .startsWith("reason=x 2026 WARN forged y")
                        .hasSizeLessThan(300));
    }

    @Test
    void theRegistrationOfATenantIsLogged() {
        ILoggingEvent line = lineOf(new TenantRegistered("acme"));
        assertThat(line.getLevel()).isEqualTo(Level.INFO);
        assertThat(line.getFormattedMessage()).isEqualTo("tenant registered on first use");
        assertThat(CapturedEvents.values(line)).containsExactly("tenant_id=acme");
    }

    @Test
    void thePromotionOfAMemoryIsLoggedWithItsReason() {
        ILoggingEvent line = lineOf(new MemoryPromoted(CONTEXT, "m1", "useful everywhere"));
        assertThat(line.getLevel()).isEqualTo(Level.INFO);
        assertThat(line.getFormattedMessage()).isEqualTo("memory promoted");
        assertThat(CapturedEvents.values(line))
                .containsExactly("scope=a%2Fb/support", "memory_id=m1", "reason=useful everywhere");
    }

    @Test
    void aLeakIsAnError() {
        ILoggingEvent line = lineOf(new ContextLeaked(CONTEXT, "it was left"));
        assertThat(line.getLevel()).isEqualTo(Level.ERROR);
        assertThat(line.getFormattedMessage()).isEqualTo("context leaked: it was left");
        assertThat(CapturedEvents.values(line)).containsExactly("scope=a%2Fb/support");
    }

    @Test
    void aFindingInTheSchemaIsLoggedByItsSeverity() {
        ILoggingEvent error =
                lineOf(new SchemaFindingReported("trigger:notes.move", "ERROR", "It moves rows. Drop it"));
        assertThat(error.getLevel()).isEqualTo(Level.ERROR);
        assertThat(error.getFormattedMessage()).isEqualTo("schema finding: It moves rows. Drop it");
        assertThat(CapturedEvents.values(error)).containsExactly("name=trigger:notes.move");

        IsolationObserver.standard().publish(new SchemaFindingReported("missing-index:notes", "WARNING", "It is slow"));
        assertThat(events.lines().get(1).getLevel()).isEqualTo(Level.WARN);
    }

    @Test
    void anAcceptedFindingIsLoggedWithItsReason() {
        ILoggingEvent line = lineOf(new SchemaFindingAccepted("trigger:notes.touch", "it sets a time only"));
        assertThat(line.getLevel()).isEqualTo(Level.INFO);
        assertThat(line.getFormattedMessage()).isEqualTo("schema finding accepted");
        assertThat(CapturedEvents.values(line))
                .containsExactly("name=trigger:notes.touch", "reason=it sets a time only");
    }

    @Test
    void anEventSaysWhatItsRefusalSaid() {
        assertThat(Refused.of(refusal, CONTEXT))
                .isEqualTo(new Refused(ViolationReason.UNKNOWN_TABLE, "No rule. Add one.", Optional.of(CONTEXT)));
        assertThat(Refused.of(refusal).context()).isEmpty();
    }

    @Test
    void bracesInATextAreNotFilledIn() {
        Refused refused = new Refused(ViolationReason.OPAQUE_SQL, "{} and ${jndi:x} and %s", Optional.empty());
        assertThat(lineOf(refused).getFormattedMessage()).isEqualTo("refused: {} and ${jndi:x} and %s");
    }

    private ILoggingEvent lineOf(IsolationEvent event) {
        IsolationObserver.standard().publish(event);
        assertThat(events.lines()).hasSize(1);
        return events.lines().get(0);
    }
}
