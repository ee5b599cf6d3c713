package org.maibot.isolation.examples.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.IsolationContext;

/**
 * The statements as MyBatis reads them, with variables for what is written by hand: {@code ${andM}} is a conjunction of
 * predicates on the table m, {@code ${columns}} and {@code ${values}} are the isolation columns of an insert. The bind
 * variables of the predicates come after the others.
 */
final class Statements {
    static final String FIND = "select message_id, user_id, time, text from messages m where message_id = #{id}${andM}";
    static final String LATEST_TEN =
            "select message_id, user_id, time, text from messages m${whereM} order by time desc, sequence desc limit 10";
    static final String SHARES =
            "select m.role, s.name, count(*), sum(length(m.text)) from messages m join chat_streams s"
                    + " on s.platform = m.platform and s.chat_stream_id = m.chat_stream_id${andS}${whereM}"
                    + " group by m.role, s.name order by m.role";
    static final String INSERT = "insert into messages (message_id, sequence, user_id, role, time, text${columns})"
            + " values (#{line.id}, #{line.time}, #{line.user}, 'user', #{line.time}, #{line.text}${values})";

    /** All four dimensions by hand. */
    static final Map<String, String> BY_HAND = byHand(Dimension.values());

    /** Nothing by hand. */
    static final Map<String, String> SCOPED = byHand();

    private Statements() {}

    /** The variables for dimensions that are written by hand. */
    static Map<String, String> byHand(Dimension... dimensions) {
        List<Dimension> all = Arrays.asList(dimensions);
        String onM = join(all, " and ", dimension -> "m." + predicate(dimension));
        return Map.of(
                "whereM", all.isEmpty() ? "" : " where " + onM,
                "andM", all.isEmpty() ? "" : " and " + onM,
                "andS", join(all, "", dimension -> " and s." + predicate(dimension)),
                "columns", join(all, "", dimension -> ", " + dimension.columnName()),
                "values", join(all, "", dimension -> ", " + value(dimension)));
    }

    private static String join(List<Dimension> dimensions, String separator, Function<Dimension, String> part) {
        return dimensions.stream().map(part).collect(Collectors.joining(separator));
    }

    private static String predicate(Dimension dimension) {
        return dimension.columnName() + " = " + value(dimension);
    }

    private static String value(Dimension dimension) {
        return "#{scope." + dimension.columnName() + "}";
    }

    /** The ids of a chat stream, outermost first. */
    static List<String> ids(IsolationContext context) {
        return Arrays.stream(Dimension.values())
                .map(dimension -> context.id(dimension).orElseThrow())
                .toList();
    }
}
