package org.maibot.isolation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The canonical schema undermines nothing. */
class CanonicalSchemaFindingsTest {
    @ParameterizedTest
    @EnumSource
    void hasNoFindings(TestDatabase kind) {
        try (FreshDatabase database = kind.fresh();
                Isolation isolation =
                        Isolation.builder().dataSource(database.dataSource()).open()) {
            assertThat(isolation.schemaFindings()).isEmpty();
        }
    }
}
