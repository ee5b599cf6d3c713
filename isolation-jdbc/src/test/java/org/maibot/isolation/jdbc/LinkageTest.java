package org.maibot.isolation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The library links with the jOOQ that is there, which a host may have in a newer version than it was built with. */
class LinkageTest {
    @Test
    void whateverIsUsedOfJooqIsThere() {
        JavaClasses library = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("org.maibot.isolation.jdbc");

        assertThat(library)
                .flatExtracting(JavaClass::getAccessesFromSelf)
                .filteredOn(access -> access.getTargetOwner().getPackageName().startsWith("org.jooq"))
                .hasSizeGreaterThan(100)
                .filteredOn(access -> access.getTarget().resolveMember().isEmpty())
                .filteredOn(
                        access -> !access.getName().equals("getClass")) // an object's, which interfaces do not declare
                .extracting(JavaAccess::getDescription)
                .isEmpty();
    }
}
