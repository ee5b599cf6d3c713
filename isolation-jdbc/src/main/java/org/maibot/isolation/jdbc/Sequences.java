package org.maibot.isolation.jdbc;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The sequences that a statement takes numbers from: only declared ones, by names that stand in the text. */
record Sequences(Draft draft, SqlTokens tokens) {
    private static final String PART = "([\\p{L}_][\\p{L}\\p{N}_$]*|\"(?:[^\"]|\"\")+\")";
    private static final Pattern NAME = Pattern.compile("(?:" + PART + "\\.)?" + PART);

    /** Whether a name calls the function that takes a sequence's next number. */
    boolean isNextValue(int place) {
        return tokens.isSymbol(place + 1, '(')
                && !tokens.isSymbol(place - 1, '.')
                && hasSequences()
                && SqlFamily.lower(tokens.name(place)).equals("nextval");
    }

    private boolean hasSequences() {
        return tokens.family() == SqlFamily.POSTGRESQL || tokens.family() == SqlFamily.MARIADB;
    }

    /** Refuses a call for the next number of what is no declared sequence. */
    void requireDeclared(int call) {
        int from = call + 2;
        int to = tokens.match(call + 1);
        if (tokens.family() == SqlFamily.MARIADB) {
            requireDeclaredName(from, to);
        } else {
            requireDeclaredLiteral(from, to);
        }
    }

    /** Whether a word begins MariaDB's other way of asking for a number. */
    boolean isNextValueFor(int place) {
        return tokens.family() == SqlFamily.MARIADB
                && tokens.isWord(place, "NEXT")
                && tokens.isWord(place + 1, "VALUE")
                && tokens.isWord(place + 2, "FOR");
    }

    /** Refuses it for what is no declared sequence; returns the place after the sequence's name. */
    int endOfNextValueFor(int place) {
        int end = draft.endOfName(place + 3);
        requireDeclaredName(place + 3, end);
        return end;
    }

    private void requireDeclaredName(int from, int to) {
        boolean isName = tokens.isName(from) && draft.endOfName(from) == to && to <= from + 3;
        if (!isName) {
            throw notNamed();
        }
        String schema = to == from + 1 ? draft.rules().defaultSchema() : tokens.table(from);
        declared(schema, tokens.table(to - 1));
    }

    /** PostgreSQL has the name in a string; its schema is written into it, as into the names of tables. */
    private void requireDeclaredLiteral(int from, int to) {
        int place = literal(from, to);
        Matcher name = NAME.matcher(place < 0 ? "" : tokens.get(place).value());
        if (!name.matches()) {
            throw notNamed();
        }
        String schema = name.group(1) == null ? draft.rules().defaultSchema() : folded(name.group(1));
        LiveSchema.Key sequence = declared(schema, folded(name.group(2)));
        String pinned = draft.quote(sequence.schema()) + "." + draft.quote(sequence.table());
        draft.edits().replace(from, to, SqlFragment.of(tokens.syntax().literal(pinned) + "::regclass"));
    }

    /** The place of a string that is alone or cast to a sequence's type; -1 if there is something else. */
    private int literal(int from, int to) {
        boolean plain = to == from + 1;
        boolean cast = to == from + 4
                && tokens.isSymbol(from + 1, ':')
                && tokens.isSymbol(from + 2, ':')
                && tokens.isWord(from + 3, "REGCLASS");
        boolean castCall = to == from + 6
                && tokens.isWord(from, "CAST")
                && tokens.isSymbol(from + 1, '(')
                && tokens.isWord(from + 3, "AS")
                && tokens.isWord(from + 4, "REGCLASS");
        int place = castCall ? from + 2 : from;
        boolean isString = tokens.get(place).kind() == SqlToken.Kind.STRING;
        return isString && (plain || cast || castCall) ? place : -1;
    }

    private String folded(String part) {
        boolean quoted = part.startsWith("\"");
        String name = quoted ? part.substring(1, part.length() - 1).replace("\"\"", "\"") : part;
        return tokens.syntax().foldTable(name, quoted);
    }

    private LiveSchema.Key declared(String schema, String name) {
        LiveSchema.Key sequence = new LiveSchema.Key(schema, name);
        if (!draft.rules().hasSequence(sequence)) {
            throw Refusal.unknownSequence(name);
        }
        return sequence;
    }

    private static RuntimeException notNamed() {
        return Refusal.text("The SQL text takes the next number of a sequence that it does not name by a literal");
    }
}
