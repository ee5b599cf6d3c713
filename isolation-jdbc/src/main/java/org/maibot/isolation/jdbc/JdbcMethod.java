package org.maibot.isolation.jdbc;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the guard does with a JDBC method: a closed table of all methods of the interfaces that it wraps. */
enum JdbcMethod {
    /** Passes it on. */
    PASS,
    /** Passes it on if its SQL text was scoped. */
    SQL,
    /** Makes a statement without text. */
    CREATE,
    /** Executes a row, or adds one to a batch, with the values that are bound. */
    ROW,
    /** Binds a value. */
    BIND,
    /** Gives the object that this one came from: the guarded one. */
    PARENT,
    /** Asks for what is below. */
    WRAPPER,
    /** A method of {@link Object}. */
    OBJECT,
    /** Refuses it. */
    REFUSE;

    private static final Set<String> HARMLESS_ON_CONNECTION = Set.of(
            "abort",
            "clearWarnings",
            "close",
            "commit",
            "createArrayOf",
            "createBlob",
            "createClob",
            "createNClob",
            "createSQLXML",
            "createStruct",
            "getAutoCommit",
            "getCatalog",
            "getClientInfo",
            "getHoldability",
            "getNetworkTimeout",
            "getSchema",
            "getTransactionIsolation",
            "getTypeMap",
            "getWarnings",
            "isClosed",
            "isReadOnly",
            "isValid",
            "releaseSavepoint",
            "rollback",
            "setAutoCommit",
            "setReadOnly",
            "setSavepoint",
            "setTransactionIsolation");

    private static final Set<String> ROWS =
            Set.of("addBatch", "execute", "executeQuery", "executeUpdate", "executeLargeUpdate");

    private static final Map<Method, JdbcMethod> TABLE = Stream.of(
                    Connection.class,
                    PreparedStatement.class,
                    Statement.class,
                    ResultSet.class,
                    ResultSetMetaData.class,
                    ParameterMetaData.class,
                    Object.class)
            .flatMap(type -> Arrays.stream(type.getMethods()))
            .distinct()
            .collect(Collectors.toUnmodifiableMap(method -> method, JdbcMethod::classify));

    static JdbcMethod of(Method method) {
        return TABLE.getOrDefault(method, REFUSE);
    }

    private static JdbcMethod classify(Method method) {
        String name = method.getName();
        if (method.getDeclaringClass() == Object.class) {
            return OBJECT;
        }
        if (name.equals("unwrap") || name.equals("isWrapperFor")) {
            return WRAPPER;
        }
        Class<?> type = method.getDeclaringClass();
        if (type == ResultSetMetaData.class || type == ParameterMetaData.class) {
            return PASS;
        }
        if (type == ResultSet.class) {
            return onResultSet(name);
        }
        return type == Connection.class ? onConnection(name) : onStatement(method, name);
    }

    private static JdbcMethod onConnection(String name) {
        return switch (name) {
            case "prepareStatement" -> SQL;
            case "createStatement" -> CREATE;
            default -> HARMLESS_ON_CONNECTION.contains(name) ? PASS : REFUSE;
        };
    }

    private static JdbcMethod onStatement(Method method, String name) {
        Class<?>[] parameters = method.getParameterTypes();
        if (name.equals("getConnection")) {
            return PARENT;
        }
        if (ROWS.contains(name)) {
            return parameters.length == 0 ? ROW : SQL;
        }
        boolean binds = name.startsWith("set") && parameters.length > 1 && parameters[0] == int.class;
        return binds ? BIND : PASS;
    }

    private static JdbcMethod onResultSet(String name) {
        if (name.equals("getStatement")) {
            return PARENT;
        }
        boolean writes = name.startsWith("update") || name.equals("insertRow") || name.equals("deleteRow");
        return writes ? REFUSE : PASS;
    }
}
