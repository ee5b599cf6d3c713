package org.maibot.isolation.testkit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.testkit.HostType.Kind;
import org.maibot.isolation.testkit.HostType.Letters;

/**
 * Contexts whose ids are taken for each other by isolation that joins, trims, folds, escapes or matches them, as far as the
 * isolation columns take such ids. The same ids of agents, platforms and chats are used by several tenants.
 */
record DefaultContexts(List<HostTable> tables) {
    private static final List<Dimension> DIMENSIONS = List.of(Dimension.values());

    private static final List<List<String>> HOSTILE = List.of(
            List.of("a:b", "c", "p", "s"),
            List.of("a", "b:c", "p", "s"),
            List.of("a", "b", "c:p", "s"),
            List.of("a", "b", "c", "p:s"),
            List.of("Acme", "c", "p", "s"),
            List.of("acme", "c", "p", "s"),
            List.of("acme ", "C", "p", "S"),
            List.of("acm%", "_", "%", "s|s"),
            List.of("' or '1'='1", "\"`", "\\", "--"),
            List.of("😀", "שלום", "中文", "مرحبا\u202e"),
            List.of("acme", "c", "q", "s"),
            List.of("acme", "c", "p", "t"));

    /** Of characters that no collation takes for others. */
    private static final List<List<String>> DISTINCT = List.of(
            List.of("a:b", "c", "p", "s"),
            List.of("a", "b:c", "p", "s"),
            List.of("a", "b", "c:p", "s"),
            List.of("%", "c", "p", "s"),
            List.of("o'b", "x\"y", "p", "s"),
            List.of("😀z", "שלום", "中文", "مرحبا"),
            List.of("a", "b", "q", "t"));

    /** Digits, one id the beginning of another. */
    private static final List<List<String>> PLAIN = List.of(
            List.of("1", "1", "1", "1"),
            List.of("12", "1", "1", "1"),
            List.of("2", "1", "1", "1"),
            List.of("1", "12", "1", "1"),
            List.of("1", "1", "2", "1"),
            List.of("2", "1", "1", "12"),
            List.of("3", "2", "1", "1"));

    /** The lists to try, one after another, until the tables take their rows. */
    List<List<IsolationContext>> toTry() {
        Set<List<IsolationContext>> lists = new LinkedHashSet<>();
        for (List<List<String>> ids : List.of(HOSTILE, DISTINCT, PLAIN)) {
            lists.add(contexts(ids, false));
            lists.add(contexts(ids, true));
        }
        long most = lists.stream().mapToLong(DefaultContexts::tenants).max().orElse(0);
        lists.removeIf(contexts -> tenants(contexts) < Math.max(2, Math.min(3, most)));
        if (lists.isEmpty()) {
            throw new IllegalStateException("No ids are known that the isolation columns of all tables take."
                    + " Give contexts of your own with contexts(…)");
        }
        return List.copyOf(lists);
    }

    private static long tenants(List<IsolationContext> contexts) {
        return contexts.stream().map(IsolationContext::tenantId).distinct().count();
    }

    /** @param fromChecks whether ids are those that the checks of their columns name */
    private List<IsolationContext> contexts(List<List<String>> ids, boolean fromChecks) {
        Set<IsolationContext> contexts = new LinkedHashSet<>();
        for (int i = 0; i < ids.size(); i++) {
            List<String> fitted = new ArrayList<>();
            for (Dimension dimension : DIMENSIONS.subList(0, depth())) {
                int place = DIMENSIONS.indexOf(dimension);
                List<String> named = fromChecks ? named(dimension) : List.of();
                String plain = PLAIN.get(i % PLAIN.size()).get(place);
                fitted.add(
                        named.isEmpty()
                                ? fitted(dimension, ids.get(i).get(place), plain)
                                : named.get((i + place) % named.size()));
            }
            if (!fitted.contains("")) {
                contexts.add(context(fitted));
            }
        }
        return List.copyOf(contexts);
    }

    private int depth() {
        return tables.stream()
                        .flatMap(table -> table.dimensions().keySet().stream())
                        .mapToInt(DIMENSIONS::indexOf)
                        .max()
                        .orElse(0)
                + 1;
    }

    /** The columns of a dimension. */
    private Collection<HostColumn> columns(Dimension dimension) {
        List<HostColumn> columns = new ArrayList<>();
        for (HostTable table : tables) {
            String column = table.dimensions().get(dimension);
            if (column != null) {
                columns.add(table.column(column));
            }
        }
        return columns;
    }

    /** The ids that checks of the dimension's columns name. */
    private List<String> named(Dimension dimension) {
        Set<String> named = new LinkedHashSet<>();
        for (HostTable table : tables) {
            String column = table.dimensions().get(dimension);
            if (column != null) {
                table.checksOf(column).forEach(check -> named.addAll(CheckedValues.strings(check.text())));
            }
        }
        named.removeIf(id -> !fits(dimension, id));
        return List.copyOf(named);
    }

    /** An id as the columns take it, or an empty one if they do not. */
    private String fitted(Dimension dimension, String id, String plain) {
        Map<Kind, UnaryOperator<String>> forms = Map.of(
                Kind.INTEGER, number -> plain,
                Kind.DECIMAL, number -> plain,
                Kind.UUID, number -> ColumnValues.uuid(Long.parseLong(plain)));
        String form = id;
        for (HostColumn column : columns(dimension)) {
            form = forms.getOrDefault(column.type().kind(), UnaryOperator.identity())
                    .apply(form);
        }
        return fits(dimension, form) ? form : "";
    }

    private boolean fits(Dimension dimension, String id) {
        return !id.isEmpty() && columns(dimension).stream().allMatch(column -> fits(column.type(), id));
    }

    private static boolean fits(HostType type, String id) {
        int length = id.codePointCount(0, id.length());
        return switch (type.kind()) {
            case TEXT -> (type.size() == 0 || length <= type.size()) && isWritten(type.letters(), id);
            case PADDED_TEXT -> length <= type.size() && !id.endsWith(" ") && isWritten(type.letters(), id);
            case INTEGER, DECIMAL -> id.chars().allMatch(Character::isDigit);
            case UUID -> id.length() == 36;
            case CHOICE -> type.choices().contains(id);
            default -> true;
        };
    }

    private static boolean isWritten(Letters letters, String id) {
        return switch (letters) {
            case ASCII -> id.chars().allMatch(letter -> letter < 128);
            case PLANE -> id.chars().noneMatch(letter -> Character.isSurrogate((char) letter));
            case UNICODE -> true;
        };
    }

    static IsolationContext context(List<String> ids) {
        return switch (ids.size()) {
            case 1 -> IsolationContext.of(ids.get(0));
            case 2 -> IsolationContext.of(ids.get(0), ids.get(1));
            case 3 -> IsolationContext.of(ids.get(0), ids.get(1), ids.get(2));
            default -> IsolationContext.of(ids.get(0), ids.get(1), ids.get(2), ids.get(3));
        };
    }
}
