package org.maibot.isolation.testkit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** One statement: returns its rows, in their order if the statement orders them, and its counts. */
record SqlCode(String sql, List<@Nullable Object> values) implements ScopedCode<List<String>> {
    private static final Pattern QUOTED = Pattern.compile("'[^']*'|\"[^\"]*\"|`[^`]*`");
    private static final Pattern IN_BRACKETS = Pattern.compile("\\([^()]*\\)");
    private static final Pattern ORDERED = Pattern.compile("(?is)\\border\\s+by\\b");

    @Override
    public List<String> run(DataSource dataSource) throws SQLException {
        List<String> answers = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.size(); i++) {
                statement.setObject(i + 1, values.get(i));
            }
            boolean hasRows = statement.execute();
            while (hasRows || statement.getUpdateCount() >= 0) {
                if (hasRows) {
                    answers.addAll(rows(statement.getResultSet()));
                } else {
                    answers.add(statement.getUpdateCount() + " rows changed");
                }
                hasRows = statement.getMoreResults();
            }
        }
        return answers;
    }

    private List<String> rows(ResultSet rows) throws SQLException {
        List<String> lines = new ArrayList<>();
        while (rows.next()) {
            List<String> row = new ArrayList<>();
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                row.add(Table.text(rows, i));
            }
            lines.add(row.toString());
        }
        return isOrdered() ? lines : lines.stream().sorted().toList();
    }

    private boolean isOrdered() {
        String rest = QUOTED.matcher(sql).replaceAll("x");
        String outer = rest;
        do {
            rest = outer;
            outer = IN_BRACKETS.matcher(rest).replaceAll("x");
        } while (!outer.equals(rest));
        return ORDERED.matcher(outer).find();
    }
}
