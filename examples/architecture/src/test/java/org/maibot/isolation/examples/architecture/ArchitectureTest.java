package org.maibot.isolation.examples.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The shape of the library: direction of the modules, public surface, state. */
class ArchitectureTest {
    private static final JavaClasses LIBRARY = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("/examples/"))
            .importPackages("org.maibot.isolation");

    /** Values that do not change once they are made. */
    private static final Set<String> IMMUTABLE = Set.of(
            "[I",
            "[Ljava.lang.Object;",
            "com.fasterxml.jackson.databind.json.JsonMapper",
            "java.lang.Class",
            "java.lang.String",
            "java.lang.ClassValue",
            "java.math.BigDecimal",
            "java.time.Duration",
            "java.time.Instant",
            "java.time.LocalDate",
            "java.util.Comparator",
            "java.util.HexFormat",
            "java.util.List",
            "java.util.Map",
            "java.util.Set",
            "java.util.regex.Pattern",
            "org.jooq.Field",
            "org.jooq.Keyword",
            "org.jooq.Name",
            "[Lorg.jooq.Name;",
            "org.jooq.Table",
            "org.maibot.isolation.IsolationContext",
            "org.maibot.isolation.IsolationObserver",
            "org.maibot.isolation.jdbc.AuditQueries",
            "org.maibot.isolation.jdbc.CatalogQueries",
            "org.maibot.isolation.jdbc.CteNames",
            "org.maibot.isolation.jdbc.SqlSyntax",
            "org.maibot.isolation.jdbc.SqlToken",
            "org.slf4j.Logger");

    @Test
    void coreKnowsOnlyTheJdkAndItsFewLibraries() {
        classes()
                .that()
                .resideInAnyPackage("org.maibot.isolation", "org.maibot.isolation.query")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.jspecify..",
                        "org.slf4j..",
                        "io.micrometer..",
                        "org.maibot.isolation",
                        "org.maibot.isolation.query")
                .check(LIBRARY);
    }

    @Test
    void onlyTheBridgesKnowMicrometer() {
        noClasses()
                .that()
                .haveSimpleNameNotEndingWith("Accessor")
                .and()
                .doNotHaveSimpleName("CountingObserver")
                .and()
                .doNotHaveSimpleName("HeartflowMetrics")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.micrometer..")
                .check(LIBRARY);
    }

    @Test
    void modulesDependOnlyOnThoseBelow() {
        List<String> order = List.of("jdbc", "heartflow", "testkit");
        for (int i = 0; i < order.size(); i++) {
            String[] above = order.subList(i + 1, order.size()).stream()
                    .map(module -> "org.maibot.isolation." + module + "..")
                    .toArray(String[]::new);
            if (above.length > 0) {
                noClasses()
                        .that()
                        .resideInAPackage("org.maibot.isolation." + order.get(i) + "..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(above)
                        .check(LIBRARY);
            }
        }
    }

    @Test
    void packagesAreFreeOfCycles() {
        slices().matching("org.maibot.isolation.(*)..")
                .should()
                .beFreeOfCycles()
                .check(LIBRARY);
    }

    @Test
    void driversAreTheHosts() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(
                        "org.maibot.isolation.testkit.SqliteTwin") // set like the host's connection
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.sqlite..", "org.postgresql..", "com.mysql..", "org.mariadb..")
                .check(LIBRARY);
    }

    @Test
    void jooqsParsingConnectionIsNotUsed() {
        noClasses()
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "it parses behind a connection",
                        call -> call.getTarget().getName().startsWith("parsingConnection")
                                || call.getTarget().getName().startsWith("parsingDataSource")))
                .check(LIBRARY);
    }

    @Test
    void thereIsNoGlobalMutableState() {
        fields().that(areStaticState())
                .should()
                .beFinal()
                .andShould()
                .haveRawType(DescribedPredicate.describe(
                        "a type whose values do not change", type -> type.isPrimitive() || isImmutable(type)))
                .check(LIBRARY);
    }

    /** Static fields, without what the compiler makes and the thread's current context. */
    private static DescribedPredicate<JavaField> areStaticState() {
        return DescribedPredicate.describe(
                "are static state",
                field -> field.getModifiers().contains(JavaModifier.STATIC)
                        && !field.getModifiers().contains(JavaModifier.SYNTHETIC)
                        && !field.getOwner().getName().contains("$SwitchMap")
                        && !field.getFullName().equals("org.maibot.isolation.Ambient.CURRENT"));
    }

    private static boolean isImmutable(JavaClass type) {
        return type.isEnum() || type.isRecord() || IMMUTABLE.contains(type.getName());
    }

    @Test
    void publicClassesAreFinalOrMeantToBeExtended() {
        classes()
                .that(are(resideInAPackage("org.maibot.isolation..")))
                .and()
                .arePublic()
                .and()
                .areNotInterfaces()
                .and()
                .areNotEnums()
                .and()
                .doNotHaveSimpleName("IsolationViolationException")
                .and()
                .areTopLevelClasses()
                .and(DescribedPredicate.not(are(contracts())))
                .should()
                .haveModifier(JavaModifier.FINAL)
                .check(LIBRARY);
    }

    /** What hosts extend so that JUnit tests their own code. */
    private static DescribedPredicate<JavaClass> contracts() {
        return DescribedPredicate.describe(
                "contracts",
                type -> type.getPackageName().equals("org.maibot.isolation.testkit")
                        && type.getSimpleName().endsWith("Contract")
                        && type.getModifiers().contains(JavaModifier.ABSTRACT));
    }

    @Test
    void thePublicSurfaceIsTheListOfPublicTypes() throws IOException {
        List<String> types = LIBRARY.stream()
                .filter(ArchitectureTest::isReachable)
                .map(JavaClass::getName)
                .sorted()
                .toList();
        assertThat(types)
                .as("public types; edit public-types.txt to change the surface")
                .isEqualTo(listed());
    }

    private static boolean isReachable(JavaClass type) {
        boolean self = type.getModifiers().contains(JavaModifier.PUBLIC)
                && !type.getSimpleName().equals("package-info");
        return self
                && type.getEnclosingClass().map(ArchitectureTest::isReachable).orElse(true);
    }

    private static List<String> listed() throws IOException {
        try (InputStream list = ArchitectureTest.class.getResourceAsStream("/public-types.txt")) {
            assertThat(list).isNotNull();
            return new String(list.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }
}
