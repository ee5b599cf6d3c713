package org.maibot.isolation.examples.replay;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a time of up to a minute, such as {@code 200ms}, {@code 10s} or {@code 1m}. */
final class DurationConverter implements ITypeConverter<Duration> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,6})(ms|s|m)");
    private static final Duration LONGEST = Duration.ofMinutes(1);

    @Override
    public Duration convert(String text) {
        Matcher form = FORM.matcher(text);
        if (form.matches()) {
            Duration time = of(Long.parseLong(form.group(1)), form.group(2));
            if (time.compareTo(LONGEST) <= 0) {
                return time;
            }
        }
        throw new TypeConversionException(
                "'" + text + "' is no time; give a number with ms, s or m, up to a minute, such as 200ms");
    }

    private static Duration of(long number, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            default -> Duration.ofMinutes(number);
        };
    }
}
