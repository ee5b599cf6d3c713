package org.maibot.isolation.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Statements that try to leave a scope, and what hosts send all day, for each family of databases; with the schema and
 * the rows they are about. In {@code escapes/corpus.txt} a block is one escape: a line with its class, its families and
 * what is to be done with it, then the statement, or several with {@code ;;} between them; a block of one line with one
 * {@code #} is the title of a class or, with its letter alone, of all classes of the letter. In {@code escapes/rows.sql}
 * the line above an insert says whose rows they are: it is for those databases that have all of these tenants.
 */
final class EscapeCorpus {
    /** The families, as the corpus calls them. */
    static final List<String> FAMILIES = List.of("sqlite", "postgresql", "mysql", "mariadb");

    private static final Pattern BLANK_LINES = Pattern.compile("\\n\\n+");
    private static final Pattern SEPARATOR = Pattern.compile("(?m)^;;$");
    private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");
    private static final Pattern HEADER =
            Pattern.compile("## ([A-Z]\\d\\d) \\| ([a-z, ]+) \\| ([RDS])(?: \\| params: (.+))?");
    private static final Pattern TITLE = Pattern.compile("# ([A-Z](?:\\d\\d)?) (.+)");
    private static final Pattern PARAM = Pattern.compile("\\s*(?:(-?\\d+)|'((?:[^']|'')*)')\\s*(?:,|$)");
    private static final Pattern ROWS = Pattern.compile("-- for (all|[\\d, ]+?)(?: on ([a-z, ]+))?\\n");

    private EscapeCorpus() {}

    /**
     * One escape attempt.
     *
     * @param id its class and its number there, the same for each family, as {@code A01-3}
     * @param escapeClass its class, as {@code A01}
     * @param todo what is to be done with it: {@code R} rewrite it so that the answer is right, {@code D} refuse it,
     *     {@code S} whatever keeps the rows of others as they are: only the schema can close it
     * @param statements what is run, in order, on one connection
     * @param params the values of the question marks
     */
    record Escape(String id, String escapeClass, char todo, List<String> statements, List<Object> params) {
        private static final String DATABASE = "%DATABASE%";

        private boolean namesDatabase() {
            return statements.stream().anyMatch(statement -> statement.contains(DATABASE));
        }

        private Escape in(String database) {
            return in(DATABASE, database);
        }

        /** The same with the name of another database, where databases have one. */
        Escape in(@Nullable String database, @Nullable String other) {
            return database == null || other == null
                    ? this
                    : with(statements.stream()
                            .map(statement -> statement.replace(database, other))
                            .toList());
        }

        private Escape with(List<String> others) {
            return new Escape(id, escapeClass, todo, others, params);
        }
    }

    /** The attempts that a family has the constructs for, but for those that name the database they run in. */
    static List<Escape> of(String family) {
        return all(family).stream().filter(escape -> !escape.namesDatabase()).toList();
    }

    /** The attempts that a family has the constructs for, in a database of that name. */
    static List<Escape> of(String family, @Nullable String database) {
        return database == null
                ? of(family)
                : all(family).stream().map(escape -> escape.in(database)).toList();
    }

    /** The titles of the classes, by their names, and of their groups, by their letters, in the order of the corpus. */
    static Map<String, String> titles() {
        Map<String, String> titles = new LinkedHashMap<>();
        for (String block : blocks()) {
            Matcher title = TITLE.matcher(block);
            if (title.matches() && titles.put(title.group(1), title.group(2)) != null) {
                throw new IllegalStateException("Two titles of " + title.group(1));
            }
        }
        return titles;
    }

    private static List<String> blocks() {
        return BLANK_LINES.splitAsStream(text("corpus.txt").strip()).toList();
    }

    private static List<Escape> all(String family) {
        Map<String, Integer> numbers = new HashMap<>();
        List<Escape> escapes = new ArrayList<>();
        for (String block : blocks()) {
            if (TITLE.matcher(block).matches()) {
                continue;
            }
            int end = block.indexOf('\n');
            Matcher header = HEADER.matcher(end < 0 ? block : block.substring(0, end));
            if (!header.matches()) {
                throw new IllegalStateException("Not the first line of an escape: " + block);
            }
            List<String> families = names(header.group(2));
            if (!FAMILIES.containsAll(families)) {
                throw new IllegalStateException("Unknown family: " + block);
            }
            String escapeClass = header.group(1);
            int number = numbers.merge(escapeClass, 1, Integer::sum);
            if (families.contains(family)) {
                escapes.add(new Escape(
                        escapeClass + "-" + number,
                        escapeClass,
                        header.group(3).charAt(0),
                        statements(block.substring(end + 1)),
                        header.group(4) == null ? List.of() : params(header.group(4))));
            }
        }
        return escapes;
    }

    /** Creates the tables; those of a twin fill in the tenant themselves. */
    static void createSchema(Connection connection, String family, boolean twin) throws SQLException {
        for (String statement : schema(family, twin)) {
            execute(connection, statement);
        }
    }

    /** The statements that create the tables. */
    static List<String> schema(String family, boolean twin) {
        return statements(text("schema-" + family + ".sql").replace("/*TENANT_DEFAULT*/", twin ? " DEFAULT 1" : ""));
    }

    /** Inserts the rows of some tenants, and those that belong to none. */
    static void insertRows(Connection connection, String family, Set<Integer> tenants) throws SQLException {
        for (String statement : rows(family, tenants)) {
            execute(connection, statement);
        }
    }

    /** The statements that insert the rows of some tenants, and those that belong to none. */
    static List<String> rows(String family, Set<Integer> tenants) {
        List<String> inserts = new ArrayList<>();
        for (String statement : statements(text("rows.sql"))) {
            Matcher who = ROWS.matcher(statement);
            if (!who.lookingAt()) {
                throw new IllegalStateException("Rows of nobody: " + statement);
            }
            boolean wanted = who.group(1).equals("all")
                    || names(who.group(1)).stream().map(Integer::valueOf).allMatch(tenants::contains);
            boolean here = who.group(2) == null || names(who.group(2)).contains(family);
            if (wanted && here) {
                inserts.add(statement.substring(who.end()));
            }
        }
        return inserts;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> statements(String text) {
        return SEPARATOR
                .splitAsStream(text)
                .map(statement -> statement.replaceAll("^\\n|\\n$", ""))
                .toList();
    }

    private static List<String> names(String list) {
        return COMMA.splitAsStream(list.strip()).toList();
    }

    private static List<Object> params(String list) {
        List<Object> params = new ArrayList<>();
        Matcher param = PARAM.matcher(list);
        int end = 0;
        while (end < list.length() && param.find(end) && param.start() == end) {
            params.add(
                    param.group(1) != null
                            ? Integer.valueOf(param.group(1))
                            : param.group(2).replace("''", "'"));
            end = param.end();
        }
        if (end != list.length()) {
            throw new IllegalStateException("Not a list of values: " + list);
        }
        return params;
    }

    private static String text(String resource) {
        try (InputStream in = EscapeCorpus.class.getResourceAsStream("escapes/" + resource)) {
            if (in == null) {
                throw new IllegalStateException("No resource " + resource);
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
