package org.maibot.isolation.jdbc;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import org.maibot.isolation.IsolationViolationException;

/**
 * The query of a view, to be put in its place: a condition on the view's own columns would not confine the tables that it is
 * made of.
 */
final class ViewQuery {
    private final LiveSchema.Table view;
    private final SqlTokens tokens;

    private ViewQuery(LiveSchema.Table view, SqlTokens tokens) {
        this.view = view;
        this.tokens = tokens;
    }

    /**
     * The text of a view's query.
     *
     * @throws IsolationViolationException if the catalog does not show it, or not in a form that is known
     */
    static String of(LiveSchema.Table view, SqlSyntax syntax) {
        LiveSchema.Definition definition = view.definition();
        if (definition == null || definition.text().isBlank()) {
            throw Refusal.unknownView(view.name());
        }
        ViewQuery query = new ViewQuery(view, SqlTokens.of(definition.text(), syntax));
        return switch (syntax.family()) {
            case SQLITE -> query.afterCreateView();
            case POSTGRESQL -> definition.text();
            case MYSQL, MARIADB -> {
                query.requireFaithfulStrings(definition.sameStrings());
                yield query.withItsNames(query.withoutSchemas());
            }
        };
    }

    /** SQLite keeps the statement that created the view. */
    private String afterCreateView() {
        int place = 0;
        while (!tokens.isWord(place, "VIEW")) {
            requireMore(place++);
        }
        place += tokens.isWord(place + 1, "IF") ? 4 : 1;
        place += tokens.isSymbol(place + 1, '.') ? 3 : 1;
        boolean renames = tokens.isSymbol(place, '(');
        int as = renames ? tokens.next(place) : place;
        requireMore(as + 1);
        if (!tokens.isWord(as, "AS")) {
            throw Refusal.unknownView(view.name());
        }
        String query = tokens.sql()
                .substring(
                        tokens.get(as + 1).start(),
                        tokens.get(tokens.size() - 1).end());
        if (!renames) {
            return query;
        }
        return renamed(query, text(place, as));
    }

    private String renamed(String query, String columns) {
        String name = tokens.family().quote(view.name());
        return "WITH " + name + " " + columns + " AS (" + query + ") SELECT * FROM " + name;
    }

    private void requireMore(int place) {
        if (place >= tokens.size()) {
            throw Refusal.unknownView(view.name());
        }
    }

    /**
     * MySQL's catalog loses characters beyond the Basic Multilingual Plane, which become question marks, and the character sets
     * of strings, and escapes them as if every session read backslashes.
     */
    private void requireFaithfulStrings(boolean sameStrings) {
        for (int i = 0; i < tokens.size(); i++) {
            boolean faithful = sameStrings && tokens.text(i).chars().allMatch(c -> c < 0x80 && c != '?' && c != '\\');
            if (tokens.get(i).kind() == SqlToken.Kind.STRING && !faithful) {
                throw Refusal.unknownView(view.name());
            }
        }
    }

    /** MySQL gives each column a name in the query, and keeps those elsewhere that the view was given. */
    private String withItsNames(String query) {
        List<String> selected = new ArrayList<>();
        for (int i = 0; i < tokens.size() && !tokens.isWord(i, "FROM"); i = tokens.next(i)) {
            if (tokens.isWord(i, "AS") && tokens.isName(i + 1)) {
                selected.add(tokens.name(i + 1));
            }
        }
        return names().equals(selected) ? query : renamed(query, quotedNames());
    }

    private List<String> names() {
        return view.columns().values().stream().map(LiveSchema.Column::name).toList();
    }

    private String quotedNames() {
        return names().stream().map(tokens.family()::quote).collect(joining(", ", "(", ")"));
    }

    /** MySQL names columns by their schemas, which derived tables do not have. */
    private String withoutSchemas() {
        StringBuilder query = new StringBuilder();
        int from = 0;
        for (int i = 0; i < tokens.size(); i++) {
            boolean ofSchema = tokens.isName(i)
                    && tokens.name(i).equals(view.schema())
                    && !tokens.isSymbol(i - 1, '.')
                    && tokens.isSymbol(i + 1, '.')
                    && tokens.isSymbol(i + 3, '.');
            if (ofSchema) {
                query.append(text(from, i));
                from = i + 2;
            }
        }
        return query.append(text(from, tokens.size())).toString();
    }

    /** The text of tokens, with the space after them. */
    private String text(int from, int to) {
        int start = from == 0 ? 0 : tokens.get(from).start();
        return tokens.sql()
                .substring(
                        start,
                        to == tokens.size()
                                ? tokens.get(to - 1).end()
                                : tokens.get(to).start());
    }
}
