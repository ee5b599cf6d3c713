package org.maibot.isolation.testkit;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.maibot.isolation.Dimension;

/** A store whose keys are values keeps the contract of stores, at all levels and at one. */
class StoresKeepTheContractTest {
    @Nested
    class OfAllLevels extends MapStore {}

    @Nested
    class OfTenantsOnly extends MapStore {
        @Override
        protected Set<Dimension> levels() {
            return EnumSet.of(Dimension.TENANT);
        }
    }

    @Nested
    class OfTenantsAndAgents extends MapStore {
        @Override
        protected Set<Dimension> levels() {
            return EnumSet.of(Dimension.TENANT, Dimension.AGENT);
        }
    }
}
