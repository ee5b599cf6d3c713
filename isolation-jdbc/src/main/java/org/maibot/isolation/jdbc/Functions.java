package org.maibot.isolation.jdbc;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Functions that scoped statements may not call: they read or run what no statement shows, or reach outside the scope. */
final class Functions {
    private static final Set<String> SQLITE = Set.of(
            "bm25", // counts the documents of all scopes
            "changes",
            "edit",
            "fts3_tokenizer",
            "last_insert_rowid",
            "load_extension",
            "readfile",
            "total_changes",
            "writefile");

    private static final Set<String> POSTGRESQL = Set.of(
            "currval",
            "cursor_to_xml",
            "cursor_to_xmlschema",
            "gin_clean_pending_list",
            "lastval",
            "loread",
            "lowrite",
            "nextval",
            "query_to_xml",
            "query_to_xml_and_xmlschema",
            "query_to_xmlschema",
            "set_config",
            "setval",
            "ts_rewrite",
            "ts_stat");

    private static final List<String> POSTGRESQL_PREFIXES = List.of(
            "binary_upgrade_",
            "brin_",
            "database_to_xml",
            "dblink",
            "lo_",
            "pg_",
            "schema_to_xml",
            "table_to_xml",
            "txid_snapshot");

    private static final Set<String> POSTGRESQL_HARMLESS =
            Set.of("pg_client_encoding", "pg_column_size", "pg_sleep", "pg_typeof");

    private static final Set<String> MYSQL = Set.of(
            "analyse",
            "found_rows",
            "get_lock",
            "is_free_lock",
            "is_used_lock",
            "last_insert_id",
            "lastval",
            "load_file",
            "master_gtid_wait",
            "master_pos_wait",
            "nextval",
            "release_all_locks",
            "release_lock",
            "row_count",
            "setval",
            "source_pos_wait",
            "sys_eval",
            "sys_exec",
            "wait_for_executed_gtid_set");

    private static final Set<String> SQLITE_TABLES =
            Set.of("generate_series", "json_each", "json_tree", "jsonb_each", "jsonb_tree");

    private static final Set<String> ESCAPES = Set.of("D", "T", "TS", "FN", "ESCAPE");

    private Functions() {}

    /** Refuses a name that calls such a function, or the next number of a sequence that is not declared. */
    static void requireHarmless(Draft draft, int place) {
        SqlTokens tokens = draft.tokens();
        Sequences sequences = new Sequences(draft, tokens);
        String name = SqlFamily.lower(tokens.name(place));
        boolean called = tokens.isSymbol(place + 1, '(');
        boolean isAttribute = tokens.isSymbol(place - 1, '.') && tokens.family() == SqlFamily.POSTGRESQL;
        boolean unknown = (called || isAttribute) && draft.rules().isUnknownFunction(name);
        boolean ofOtherSchema =
                called && tokens.isSymbol(place - 1, '.') && tokens.family().isMySql();
        boolean ofValue = tokens.isSymbol(place - 2, ')'); // of a row, or of any value that the function takes
        boolean forbidden =
                (called || (isAttribute && (ofValue || !draft.rules().isColumn(tokens.column(place)))))
                        && isForbidden(tokens.family(), name);
        if (!unknown && sequences.isNextValue(place)) {
            sequences.requireDeclared(place);
        } else if (unknown || ofOtherSchema || forbidden) {
            throw tokens.located(Refusal.function(tokens.name(place)), place);
        }
    }

    /** Refuses a call in a statement that was scoped, whatever it stands in. */
    static void requireAllowed(SchemaRules rules, SqlTokens tokens, int place) {
        String name = SqlFamily.lower(tokens.name(place));
        boolean isSequence = name.equals("nextval"); // of a declared one, or refused before
        if (!isSequence && (rules.isUnknownFunction(name) || isForbidden(tokens.family(), name))) {
            throw Refusal.function(tokens.name(place));
        }
    }

    private static boolean isForbidden(SqlFamily family, String name) {
        return switch (family) {
            case SQLITE -> SQLITE.contains(name);
            case POSTGRESQL ->
                POSTGRESQL.contains(name)
                        || (POSTGRESQL_PREFIXES.stream().anyMatch(name::startsWith)
                                && !POSTGRESQL_HARMLESS.contains(name));
            case MYSQL, MARIADB -> MYSQL.contains(name);
        };
    }

    /** Refuses a function in place of a table that is not known to make rows of its arguments alone. */
    static void requireTableFunction(Draft draft, int place) {
        requireHarmless(draft, place);
        String name = SqlFamily.lower(draft.tokens().name(place));
        boolean known = switch (draft.tokens().family()) {
            case SQLITE -> SQLITE_TABLES.contains(name);
            case POSTGRESQL -> true;
            case MYSQL, MARIADB -> name.equals("json_table");
        };
        if (!known) {
            throw draft.tokens().located(Refusal.function(draft.tokens().name(place)), place);
        }
    }

    /** Refuses JDBC escapes but those of literals and functions. */
    static void requireHarmlessEscape(SqlTokens tokens, int bracket) {
        boolean isFunction = tokens.isWord(bracket + 1, "FN"); // some drivers change the order of the arguments
        boolean hasMore = IntStream.range(bracket, tokens.match(bracket))
                .anyMatch(place -> tokens.parameter(place) > 0 || tokens.isWord(place, "SELECT"));
        if (!ESCAPES.contains(tokens.get(bracket + 1).value()) || (isFunction && hasMore)) {
            throw Refusal.text(
                    "has a JDBC escape that is not for scoped code",
                    tokens.get(bracket).start());
        }
    }
}
