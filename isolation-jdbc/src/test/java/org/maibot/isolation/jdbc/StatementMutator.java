package org.maibot.isolation.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.maibot.isolation.jdbc.EscapeCorpus.Escape;

/** Makes statements that nobody has written, of those of the corpus. The same seed makes the same ones. */
final class StatementMutator {
    private static final int REFUSED_ONE_IN = 8;

    private final List<Escape> answered;
    private final List<Escape> refused;
    private final List<String> statements;

    /** Of these escapes, it takes those that are to be answered, and now and then one that is to be refused. */
    StatementMutator(List<Escape> escapes) {
        this.answered = escapes.stream().filter(escape -> escape.todo() == 'R').toList();
        this.refused = escapes.stream().filter(escape -> escape.todo() == 'D').toList();
        this.statements = answered.stream()
                .flatMap(escape -> escape.statements().stream())
                .toList();
    }

    /** A statement that was changed one to five times. */
    Escape mutant(long seed) {
        Random random = new Random(seed);
        random.nextInt(); // the first one of neighbouring seeds is much the same
        List<Escape> escapes = random.nextInt(REFUSED_ONE_IN) == 0 ? refused : answered;
        Escape escape = escapes.get(random.nextInt(escapes.size()));
        SqlPieces sql = new SqlPieces(
                escape.statements().get(random.nextInt(escape.statements().size())));
        List<Consumer<SqlPieces>> tokens = new TokenMutations(random).all;
        List<Consumer<SqlPieces>> queries = new QueryMutations(random, statements).all;
        do {
            List<Consumer<SqlPieces>> kind = random.nextInt(3) == 0 ? tokens : queries;
            kind.get(random.nextInt(kind.size())).accept(sql);
            sql = new SqlPieces(sql.text());
        } while (sql.size() > 0 && random.nextInt(5) < 2);
        return new Escape(
                escape.id() + " with seed " + seed,
                escape.escapeClass(),
                escape.todo(),
                List.of(sql.text()),
                params(escape, sql));
    }

    /** As many values as there are bind variables. */
    private static List<Object> params(Escape escape, SqlPieces sql) {
        List<Object> params = new ArrayList<>();
        for (int i = 0; i < sql.parameters(); i++) {
            params.add(
                    escape.params().isEmpty()
                            ? 1 + i
                            : escape.params().get(i % escape.params().size()));
        }
        return params;
    }
}
