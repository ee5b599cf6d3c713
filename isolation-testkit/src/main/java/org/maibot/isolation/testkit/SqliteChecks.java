package org.maibot.isolation.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the CHECKs in the statement that created a table of SQLite's. */
final class SqliteChecks {
    /** A string, a quoted name or a comment. */
    private static final String OPAQUE = "'(?:[^']|'')*'|\"[^\"]*\"|`[^`]*`|\\[[^\\]]*\\]|--[^\\n]*|(?s:/\\*.*?\\*/)";

    private static final Pattern PART = Pattern.compile(
            "(?i)" + OPAQUE
                    + "|\\bconstraint\\s+(?<name>\"[^\"]+\"|`[^`]+`|\\[[^\\]]+\\]|\\w+)\\s+check\\s*\\(|(?<check>\\bcheck\\s*\\()");
    private static final Pattern BRACKET = Pattern.compile(OPAQUE + "|(?<open>\\()|(?<close>\\))");

    private SqliteChecks() {}

    /** Their names, or their texts if they have none, and their texts. */
    static List<Map.Entry<String, String>> in(String sql) {
        List<Map.Entry<String, String>> checks = new ArrayList<>();
        Matcher part = PART.matcher(sql);
        while (part.find()) {
            if (part.group("name") != null || part.group("check") != null) {
                String text = sql.substring(part.end(), end(sql, part.end())).strip();
                String name = part.group("name");
                checks.add(Map.entry(name == null ? text : name.replaceAll("^[\"`\\[]|[\"`\\]]$", ""), text));
            }
        }
        return checks;
    }

    /** Where the bracket closes that was opened before a place. */
    private static int end(String sql, int from) {
        Matcher bracket = BRACKET.matcher(sql);
        int open = 1;
        int at = from;
        while (open > 0 && bracket.find(at)) {
            open += bracket.group("open") != null ? 1 : 0;
            open -= bracket.group("close") != null ? 1 : 0;
            at = bracket.end();
        }
        return Math.max(from, at - 1);
    }
}
