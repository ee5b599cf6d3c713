package org.maibot.isolation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the guard does with each method of JDBC, as jdbc-methods.txt lists it for reviewers. */
class JdbcMethodTest {

    @Test
    void everyMethodOfJdbcIsInTheReviewedList() throws IOException {
        assertThat(table()).isSubsetOf(reviewed());
    }

    @Test
    void theReviewedListHoldsWhatMustNotPass() throws IOException {
        assertThat(reviewed())
                .contains(
                        "REFUSE Connection.nativeSQL(String)",
                        "REFUSE Connection.prepareCall(String)",
                        "REFUSE Connection.setSchema(String)",
                        "REFUSE ResultSet.updateRow()",
                        "WRAPPER Wrapper.unwrap(Class)");
    }

    @Test
    void methodsThatNoReviewHasSeenAreRefused() throws NoSuchMethodException {
        assertThat(JdbcMethod.of(Runnable.class.getMethod("run"))).isEqualTo(JdbcMethod.REFUSE);
        assertThat(JdbcMethod.of(java.sql.CallableStatement.class.getMethod("getString", int.class)))
                .isEqualTo(JdbcMethod.REFUSE);
    }

    private static List<String> table() {
        return Stream.of(
                        Connection.class,
                        PreparedStatement.class,
                        ResultSet.class,
                        DatabaseMetaData.class,
                        ResultSetMetaData.class,
                        ParameterMetaData.class,
                        Array.class)
                .flatMap(type -> Arrays.stream(type.getMethods()))
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .map(method -> JdbcMethod.of(method) + " " + signature(method))
                .distinct()
                .sorted(Comparator.comparing(line -> line.substring(line.indexOf(' '))))
                .toList();
    }

    private static String signature(Method method) {
        return method.getDeclaringClass().getSimpleName() + "." + method.getName()
                + Arrays.stream(method.getParameterTypes())
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(",", "(", ")"));
    }

    private static List<String> reviewed() throws IOException {
        try (InputStream list = Objects.requireNonNull(JdbcMethodTest.class.getResourceAsStream("jdbc-methods.txt"))) {
            return new String(list.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }
}
