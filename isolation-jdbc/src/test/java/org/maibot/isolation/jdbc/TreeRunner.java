package org.maibot.isolation.jdbc;

import static java.util.Objects.requireNonNull;

import java.sql.SQLException;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Query;
import org.jooq.ResultQuery;
import org.jooq.SQLDialect;
import org.jooq.conf.ParseUnknownFunctions;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.jdbc.EscapeCorpus.Escape;

/** Runs what jOOQ's parser makes of texts, which may mean something else than they do. */
record TreeRunner(DSLContext dsl) implements EscapeRunner {
    private static @Nullable Query parse(SQLDialect dialect, String sql, List<Object> params) {
        Settings settings =
                new Settings().withParseDialect(dialect).withParseUnknownFunctions(ParseUnknownFunctions.IGNORE);
        return DSL.using(dialect, settings).parser().parseQuery(sql, params.toArray());
    }

    /** Settings with which names are quoted only where the text quoted them. */
    static Settings settings(Settings settings) {
        return settings.withRenderQuotedNames(RenderQuotedNames.EXPLICIT_DEFAULT_UNQUOTED);
    }

    /** Whether jOOQ knows the statements' grammar. */
    @Override
    public boolean takes(Escape escape) {
        try {
            for (String sql : escape.statements()) {
                if (parse(dsl.dialect(), sql, escape.params()) == null) {
                    return false; // there is nothing but comments
                }
            }
            return true;
        } catch (RuntimeException e) { // not always a ParserException
            return false;
        }
    }

    @Override
    public String run(String sql, List<Object> params) throws SQLException {
        Query query = requireNonNull(parse(dsl.dialect(), sql, params));
        query.attach(dsl.configuration());
        return query instanceof ResultQuery<?> rows ? PlainSqlRunner.fetch(rows) : String.valueOf(query.execute());
    }
}
