package org.maibot.isolation.examples.terminal;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A table for a terminal, each column as wide as its widest cell.
 *
 * @param rows the cells of each row, all rows of the same length
 * @param numbers the columns that are aligned to the right
 */
public record TextTable(List<List<String>> rows, Set<Integer> numbers) {
    private static final String GAP = "  ";

    /** Its lines, without spaces at their ends. */
    public List<String> lines() {
        int[] widths = widths();
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private int[] widths() {
        return IntStream.range(0, rows.get(0).size())
                .map(column -> rows.stream()
                        .mapToInt(row -> DisplayWidth.of(row.get(column)))
                        .max()
                        .orElse(0))
                .toArray();
    }

    private String line(List<String> row, int[] widths) {
        return IntStream.range(0, widths.length)
                .mapToObj(column -> cell(row.get(column), widths[column], numbers.contains(column)))
                .collect(Collectors.joining(GAP))
                .stripTrailing();
    }

    private static String cell(String text, int width, boolean right) {
        String padding = " ".repeat(width - DisplayWidth.of(text));
        return right ? padding + text : text + padding;
    }
}
