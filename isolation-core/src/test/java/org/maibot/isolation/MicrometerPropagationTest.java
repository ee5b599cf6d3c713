package org.maibot.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maibot.isolation.Refusals.refusal;
import static org.maibot.isolation.ViolationReason.CONTEXT_NOT_NARROWER;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class MicrometerPropagationTest {
    private static final IsolationContext ACME = IsolationContext.of("acme");
    private static final IsolationContext SUPPORT = IsolationContext.of("acme", "support");
    private static final IsolationContext OTHER = IsolationContext.of("other");

    private final ContextSnapshotFactory snapshots = ContextSnapshotFactory.builder()
            .contextRegistry(new ContextRegistry().loadThreadLocalAccessors())
            .build();
    private final List<Optional<IsolationContext>> seen = new ArrayList<>();

    @RegisterExtension
    final CapturedEvents events = new CapturedEvents();

    @AutoClose("shutdownNow")
    private final ExecutorService pool = Executors.newSingleThreadExecutor();

    @AfterEach
    void nothingIsLeftBehind() {
        assertThat(IsolationContext.current()).isEmpty();
    }

    @Test
    void theBridgeIsFoundByServiceLoader() {
        assertThat(ContextRegistry.getInstance().getThreadLocalAccessors())
                .filteredOn(accessor -> accessor.key().equals(IsolationContextAccessor.KEY))
                .singleElement()
                .isInstanceOf(IsolationContextAccessor.class);
        assertThat(IsolationContextAccessor.KEY).isEqualTo("maibot.isolation");
    }

    @Test
    void aSnapshotCarriesTheContextToAnotherThreadAndRestoresThatThread() throws Exception {
        ContextSnapshot snapshot = SUPPORT.supply(snapshots::captureAll);
        pool.submit(snapshot.wrap(this::look)).get();
        pool.submit(this::look).get();
        assertThat(seen).containsExactly(Optional.of(SUPPORT), Optional.empty());
        assertThat(events.messages()).isEmpty();
    }

    @Test
    void aSnapshotTakenOutsideCarriesNothing() throws Exception {
        pool.submit(snapshots.captureAll().wrap(this::look)).get();
        ACME.run(snapshots.captureAll().wrap(this::look));
        assertThat(seen).containsExactly(Optional.empty(), Optional.of(ACME));
    }

    @Test
    void aSnapshotThatClearsWhatItLacksGivesTheContextBack() {
        ContextSnapshotFactory clearing = ContextSnapshotFactory.builder()
                .contextRegistry(new ContextRegistry().loadThreadLocalAccessors())
                .clearMissing(true)
                .build();
        Runnable outside = clearing.captureAll().wrap(this::look);
        ACME.run(() -> {
            outside.run();
            look();
        });
        assertThat(seen).containsExactly(Optional.empty(), Optional.of(ACME));
        assertThat(events.messages()).isEmpty();
    }

    @Test
    void aNarrowerSnapshotNestsAndGivesTheOuterContextBack() {
        ContextSnapshot snapshot = SUPPORT.supply(snapshots::captureAll);
        ACME.run(() -> {
            snapshot.wrap(this::look).run();
            look();
        });
        assertThat(seen).containsExactly(Optional.of(SUPPORT), Optional.of(ACME));
    }

    @Test
    void aSnapshotOfASiblingOrWiderContextIsRefusedInsideAScope() {
        ContextSnapshot sibling = OTHER.supply(snapshots::captureAll);
        ContextSnapshot wider = ACME.supply(snapshots::captureAll);
        SUPPORT.run(() -> {
            refusal(() -> sibling.wrap(this::look).run(), CONTEXT_NOT_NARROWER);
            refusal(() -> wider.wrap(this::look).run(), CONTEXT_NOT_NARROWER);
            look();
        });
        assertThat(seen).containsExactly(Optional.of(SUPPORT));
        assertThat(events.messages()).hasSize(2).allMatch(message -> message.startsWith("refused: "));
    }

    @Test
    void codeInsideASnapshotRunsOnlyInNarrowerContexts() throws Exception {
        ContextSnapshot snapshot = ACME.supply(snapshots::captureAll);
        pool.submit(snapshot.wrap(() -> {
                    SUPPORT.run(this::look);
                    refusal(() -> OTHER.run(this::look), CONTEXT_NOT_NARROWER);
                    look();
                }))
                .get();
        assertThat(seen).containsExactly(Optional.of(SUPPORT), Optional.of(ACME));
    }

    private void look() {
        seen.add(IsolationContext.current());
    }
}
