package org.maibot.isolation.jdbc;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Scopes a DELETE, from one table or, on MySQL and MariaDB, from several that are joined. */
final class DeleteScoper {
    private final Draft draft;
    private final SqlTokens tokens;
    private final CteNames ctes;

    DeleteScoper(Draft draft, CteNames ctes) {
        this.draft = draft;
        this.tokens = draft.tokens();
        this.ctes = ctes;
    }

    void scope(int from, int to) {
        int place = from + 1;
        while (tokens.family().isMySql() && tokens.isAnyWord(place, "LOW_PRIORITY", "QUICK", "IGNORE")) {
            place++;
        }
        if (!tokens.isWord(place, "FROM")) {
            several(place, tokens.find(place, to, "FROM"), to); // DELETE a, b FROM …
            return;
        }
        int using = tokens.find(place, tokens.find(place, to, "WHERE"), "USING");
        if (tokens.family().isMySql() && using < to && tokens.isWord(using, "USING") && isList(place + 1, using)) {
            several(place + 1, using, to); // DELETE FROM a, b USING …
        } else {
            single(place + 1, to);
        }
    }

    private void single(int from, int to) {
        FromScoper target = new FromScoper(draft, ctes);
        int next = target.read(from, to);
        if (target.named().size() != 1) {
            throw Refusal.text("The SQL text has a DELETE from something other than a table");
        }
        NamedTable table = target.named().get(0);
        draft.requireWritable(table.rule());
        target.confine(Set.of(table.name()));
        List<SqlFragment> conditions = new ArrayList<>(target.conditions());
        if (tokens.isWord(next, "USING") && next < to) {
            FromScoper others = new FromScoper(draft, ctes);
            next = others.scope(next + 1, to);
            conditions.addAll(others.conditions());
        }
        new WriteTail(draft, ctes).scope(next, to, conditions);
    }

    /** The names of the tables to delete from, and after a keyword the tables that are joined. */
    private void several(int names, int keyword, int to) {
        if (keyword >= to || !tokens.family().isMySql() || !isList(names, keyword)) {
            throw Refusal.text("The SQL text has a DELETE that cannot be understood");
        }
        FromScoper join = new FromScoper(draft, ctes);
        int next = join.read(keyword + 1, to);
        Set<String> targets = targets(names, keyword);
        for (String target : targets) {
            NamedTable table = join.named().stream()
                    .filter(named -> named.name().equals(target))
                    .findFirst()
                    .orElseThrow(() -> Refusal.unknownTable(target));
            draft.requireWritable(table.rule());
        }
        join.confine(targets);
        new WriteTail(draft, ctes).scope(next, to, new ArrayList<>(join.conditions()));
    }

    private boolean isList(int from, int to) {
        int next = from;
        while (next < to && tokens.isName(next)) {
            next = endOfTarget(next);
            if (next == to) {
                return true;
            }
            next += tokens.isSymbol(next, ',') ? 1 : to;
        }
        return false;
    }

    private int endOfTarget(int from) {
        int end = draft.endOfName(from);
        return tokens.isSymbol(end, '.') && tokens.isSymbol(end + 1, '*') ? end + 2 : end;
    }

    private Set<String> targets(int from, int to) {
        Set<String> targets = new HashSet<>();
        for (int i = from; i < to; i = endOfTarget(i) + 1) {
            targets.add(tokens.table(draft.endOfName(i) - 1));
        }
        return targets;
    }
}
