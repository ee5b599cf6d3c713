package org.maibot.isolation.jdbc;

import java.util.Comparator;
import org.maibot.isolation.jdbc.EscapeCorpus.Escape;

/**
 * A statement, or several, as a page shows it.
 *
 * @param product where it was run
 */
record StatementExample(String sql, String product) {
    /** Those that need no bind values first, then the shortest. */
    static final Comparator<StatementExample> BEST_FIRST = Comparator.<StatementExample>comparingInt(
                    example -> example.sql().indexOf('?') < 0 ? 0 : 1)
            .thenComparingInt(example -> example.sql().length());

    private static final int LONGEST = 160;

    static StatementExample of(Escape escape, String product) {
        return new StatementExample(String.join("; ", escape.statements()), product);
    }

    String code() {
        return code(sql);
    }

    /** SQL as code in a cell of a table; what a page cannot show is a space. */
    static String code(String sql) {
        String line = sql.replaceAll("[\\s\\p{Cntrl}\\p{Cf}]+", " ").strip();
        String shown = line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
        String fence = shown.contains("`") ? "```" : "`";
        String space = shown.contains("`") ? " " : "";
        return fence + space + shown.replace("|", "\\|") + space + fence;
    }
}
