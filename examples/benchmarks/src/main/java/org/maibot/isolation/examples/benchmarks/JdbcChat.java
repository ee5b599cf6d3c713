package org.maibot.isolation.examples.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A chat stream on a connection. Each statement is prepared each time. */
record JdbcChat(Connection connection, Texts texts, List<String> ids, Preparation preparation) implements Chat {
    /** The texts of the statements. */
    record Texts(JdbcText find, JdbcText latestTen, JdbcText shares, JdbcText insert) {
        /**
         * Makes the texts.
         *
         * @param reads what is written by hand in queries
         * @param inserts what is written by hand in inserts
         */
        static Texts of(Map<String, String> reads, Map<String, String> inserts) {
            return new Texts(
                    JdbcText.of(Statements.FIND, reads),
                    JdbcText.of(Statements.LATEST_TEN, reads),
                    JdbcText.of(Statements.SHARES, reads),
                    JdbcText.of(Statements.INSERT, inserts));
        }
    }

    /** What precedes a statement. */
    interface Preparation {
        /** Nothing does. */
        Preparation NONE = (connection, ids) -> {};

        void of(Connection connection, List<String> ids) throws SQLException;
    }

    @Override
    public List<Line> find(String id) throws SQLException {
        try (PreparedStatement statement = prepare(texts.find())) {
            statement.setString(1, id);
            return lines(texts.find().bindScope(statement, ids));
        }
    }

    @Override
    public List<Line> latestTen() throws SQLException {
        try (PreparedStatement statement = prepare(texts.latestTen())) {
            return lines(texts.latestTen().bindScope(statement, ids));
        }
    }

    private static List<Line> lines(PreparedStatement statement) throws SQLException {
        List<Line> lines = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                lines.add(new Line(rows.getString(1), rows.getString(2), rows.getLong(3), rows.getString(4)));
            }
        }
        return lines;
    }

    @Override
    public List<Share> shares() throws SQLException {
        List<Share> shares = new ArrayList<>();
        try (PreparedStatement statement = prepare(texts.shares());
                ResultSet rows = texts.shares().bindScope(statement, ids).executeQuery()) {
            while (rows.next()) {
                shares.add(new Share(rows.getString(1), rows.getString(2), rows.getLong(3), rows.getLong(4)));
            }
        }
        return shares;
    }

    @Override
    public void append(Line line) throws SQLException {
        try (PreparedStatement statement = prepare(texts.insert())) {
            bind(statement, line).executeUpdate();
        }
    }

    @Override
    public void appendAll(List<Line> lines) throws SQLException {
        try (PreparedStatement statement = prepare(texts.insert())) {
            for (Line line : lines) {
                bind(statement, line).addBatch();
            }
            statement.executeBatch();
        }
    }

    private PreparedStatement prepare(JdbcText text) throws SQLException {
        preparation.of(connection, ids);
        return connection.prepareStatement(text.sql());
    }

    private PreparedStatement bind(PreparedStatement statement, Line line) throws SQLException {
        statement.setString(1, line.id());
        statement.setLong(2, line.time());
        statement.setString(3, line.user());
        statement.setLong(4, line.time());
        statement.setString(5, line.text());
        return texts.insert().bindScope(statement, ids);
    }
}
