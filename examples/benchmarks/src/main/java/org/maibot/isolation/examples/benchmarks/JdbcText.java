package org.maibot.isolation.examples.benchmarks;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * A statement for JDBC.
 *
 * @param own how many of its bind variables are not the scope's; they come first
 * @param all how many it has
 */
record JdbcText(String sql, int own, int all) {
    /** Makes the text of one of the {@link Statements}, with what is written by hand. */
    static JdbcText of(String statement, Map<String, String> byHand) {
        String text = statement;
        for (Map.Entry<String, String> variable : byHand.entrySet()) {
            text = text.replace("${" + variable.getKey() + "}", variable.getValue());
        }
        int all = count(text, "#{");
        return new JdbcText(text.replaceAll("#\\{[^}]*\\}", "?"), all - count(text, "#{scope."), all);
    }

    private static int count(String text, String part) {
        return (text.length() - text.replace(part, "").length()) / part.length();
    }

    /** Binds the ids of a chat stream, in their order and once for each table. */
    PreparedStatement bindScope(PreparedStatement statement, List<String> ids) throws SQLException {
        for (int i = own; i < all; i++) {
            statement.setString(i + 1, ids.get((i - own) % ids.size()));
        }
        return statement;
    }
}
