package org.maibot.isolation.jdbc;

import java.lang.reflect.Method;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
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
    /** Executes or prepares SQL text, which is scoped first. */
    SQL,
    /** Makes a statement without text. */
    CREATE,
    /** Executes a row, or adds one to a batch, with the values that are bound. */
    ROW,
    /** Binds a value. */
    BIND,
    /** Forgets the values that were bound, or that are in a batch. */
    CLEAR,
    /** Executes the batch of a statement. */
    BATCH,
    /** Asks for what the last execution has given. */
    OUTCOME,
    /** Changes a setting of a statement. */
    SETTING,
    /** Describes the database, or bind variables. */
    METADATA,
    /** Gives the object that this one came from: the guarded one. */
    PARENT,
    /** Closes a statement, or stops it. */
    CLOSE,
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
            "setHoldability",
            "setNetworkTimeout",
            "setReadOnly",
            "setSavepoint",
            "setTransactionIsolation");

    private static final Set<String> EXECUTIONS =
            Set.of("execute", "executeQuery", "executeUpdate", "executeLargeUpdate");

    private static final Set<String> OUTCOMES = Set.of(
            "getResultSet",
            "getUpdateCount",
            "getLargeUpdateCount",
            "getMoreResults",
            "getGeneratedKeys",
            "getWarnings",
            "clearWarnings");

    private static final Set<String> HARMLESS_ON_STATEMENT = Set.of(
            "enquoteIdentifier",
            "enquoteLiteral",
            "enquoteNCharLiteral",
            "getFetchDirection",
            "getFetchSize",
            "getLargeMaxRows",
            "getMaxFieldSize",
            "getMaxRows",
            "getMetaData",
            "getQueryTimeout",
            "getResultSetConcurrency",
            "getResultSetHoldability",
            "getResultSetType",
            "isClosed",
            "isCloseOnCompletion",
            "isPoolable",
            "isSimpleIdentifier");

    /** What moves in the rows. What writes a row, or reads it again by its key alone, is not among it. */
    private static final Set<String> HARMLESS_ON_RESULT_SET = Set.of(
            "absolute",
            "afterLast",
            "beforeFirst",
            "clearWarnings",
            "close",
            "findColumn",
            "first",
            "isAfterLast",
            "isBeforeFirst",
            "isClosed",
            "isFirst",
            "isLast",
            "last",
            "next",
            "previous",
            "relative",
            "rowDeleted",
            "rowInserted",
            "rowUpdated",
            "setFetchDirection",
            "setFetchSize",
            "wasNull");

    private static final Set<String> SETTINGS = Set.of(
            "closeOnCompletion",
            "setCursorName",
            "setEscapeProcessing",
            "setFetchDirection",
            "setFetchSize",
            "setLargeMaxRows",
            "setMaxFieldSize",
            "setMaxRows",
            "setPoolable",
            "setQueryTimeout");

    /** Statistics of an index count the rows of all scopes. */
    private static final Set<String> REFUSED_METADATA = Set.of("getIndexInfo");

    private static final Map<Method, JdbcMethod> TABLE = Stream.of(
                    Connection.class,
                    PreparedStatement.class,
                    Statement.class,
                    ResultSet.class,
                    ResultSetMetaData.class,
                    ParameterMetaData.class,
                    DatabaseMetaData.class,
                    Array.class,
                    Object.class)
            .flatMap(type -> Arrays.stream(type.getMethods()))
            .distinct()
            .collect(Collectors.toUnmodifiableMap(method -> method, JdbcMethod::classify));

    static JdbcMethod of(Method method) {
        return TABLE.getOrDefault(method, REFUSE);
    }

    private static JdbcMethod classify(Method method) {
        String name = method.getName();
        Class<?> type = method.getDeclaringClass();
        if (type == Object.class) {
            return OBJECT;
        }
        if (name.equals("unwrap") || name.equals("isWrapperFor")) {
            return WRAPPER;
        }
        if (type == ResultSetMetaData.class || type == ParameterMetaData.class || type == Array.class) {
            return PASS;
        }
        if (type == DatabaseMetaData.class) {
            return onDatabaseMetaData(name);
        }
        if (type == ResultSet.class) {
            return onResultSet(name);
        }
        return type == Connection.class ? onConnection(name) : onStatement(method, name);
    }

    private static JdbcMethod onDatabaseMetaData(String name) {
        if (name.equals("getConnection")) {
            return PARENT;
        }
        return REFUSED_METADATA.contains(name) ? REFUSE : PASS;
    }

    private static JdbcMethod onConnection(String name) {
        return switch (name) {
            case "prepareStatement" -> SQL;
            case "createStatement" -> CREATE;
            case "getMetaData" -> METADATA;
            default -> HARMLESS_ON_CONNECTION.contains(name) ? PASS : REFUSE;
        };
    }

    private static JdbcMethod onStatement(Method method, String name) {
        Class<?>[] parameters = method.getParameterTypes();
        if (EXECUTIONS.contains(name) || name.equals("addBatch")) {
            return parameters.length == 0 ? ROW : SQL;
        }
        if (OUTCOMES.contains(name)) {
            return OUTCOME;
        }
        if (SETTINGS.contains(name)) {
            return SETTING;
        }
        if (HARMLESS_ON_STATEMENT.contains(name)) {
            return PASS;
        }
        boolean binds = name.startsWith("set") && parameters.length > 1 && parameters[0] == int.class;
        return switch (name) {
            case "getConnection" -> PARENT;
            case "clearParameters", "clearBatch" -> CLEAR; // SQLite forgets with the batch what was bound
            case "executeBatch", "executeLargeBatch" -> BATCH;
            case "getParameterMetaData" -> METADATA;
            case "close", "cancel" -> CLOSE;
            default -> binds ? BIND : REFUSE;
        };
    }

    private static JdbcMethod onResultSet(String name) {
        if (name.equals("getStatement")) {
            return PARENT;
        }
        return name.startsWith("get") || HARMLESS_ON_RESULT_SET.contains(name) ? PASS : REFUSE;
    }
}
