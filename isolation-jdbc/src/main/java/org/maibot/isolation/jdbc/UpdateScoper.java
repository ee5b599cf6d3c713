package org.maibot.isolation.jdbc;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Scopes an UPDATE, of one table or, on MySQL and MariaDB, of several that are joined. */
final class UpdateScoper {
    private final Draft draft;
    private final SqlTokens tokens;
    private final CteNames ctes;

    UpdateScoper(Draft draft, CteNames ctes) {
        this.draft = draft;
        this.tokens = draft.tokens();
        this.ctes = ctes;
    }

    void scope(int from, int to) {
        int place = from + 1;
        boolean goesOn = tokens.isWord(place, "OR");
        place += goesOn ? 2 : 0;
        while (tokens.family().isMySql() && tokens.isAnyWord(place, "LOW_PRIORITY", "IGNORE")) {
            goesOn |= tokens.isWord(place++, "IGNORE");
        }
        FromScoper tables = new FromScoper(draft, ctes);
        int set = tables.read(place, to);
        if (set == to || !tokens.isWord(set, "SET")) {
            throw Refusal.text("The SQL text has an UPDATE without SET");
        }
        if (tables.named().isEmpty()
                || (tables.named().size() > 1 && !tokens.family().isMySql())) {
            throw Refusal.text("The SQL text has an UPDATE of something other than a table");
        }
        Set<NamedTable> assigned = new LinkedHashSet<>();
        int next = new Assignments(draft, ctes, false).scope(set + 1, to, tables.named(), assigned);
        for (NamedTable table : assigned) {
            requireWritable(table.rule(), goesOn);
        }
        tables.confine(assigned.stream().map(NamedTable::name).collect(Collectors.toSet()));
        rest(next, to, new ArrayList<>(tables.conditions()));
    }

    /** An update that goes on after a conflict would remove the other row, or tell that there is one. */
    private void requireWritable(TableRule rule, boolean goesOn) {
        draft.requireWritable(rule);
        if ((goesOn || rule.replacesOnConflict())
                && rule.isScoped()
                && !rule.meetsOnlyItsScope(draft.level(), Set.copyOf(rule.columns()))) {
            throw Refusal.conflict(rule.table());
        }
    }

    private void rest(int from, int to, List<SqlFragment> conditions) {
        int next = from;
        if (tokens.isWord(next, "FROM") && next < to) {
            FromScoper others = new FromScoper(draft, ctes);
            next = others.scope(next + 1, to);
            conditions.addAll(others.conditions());
        }
        new WriteTail(draft, ctes).scope(next, to, conditions);
    }
}
