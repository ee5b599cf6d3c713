package org.maibot.isolation.examples.replay;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * How fast a log is played.
 *
 * @param factor how many times as fast as it was written; infinite for all at once
 */
record Speed(double factor) {
    private static final String MAX = "max";

    /** How long a time in the log takes; a negative one none. */
    Duration played(Duration inLog) {
        double nanos = (inLog.getSeconds() * 1e9 + inLog.getNano()) / factor;
        return Duration.ofNanos((long) Math.max(0, nanos));
    }

    /** Reads {@code 60}, {@code 0.5} or {@code max}. */
    static final class Converter implements ITypeConverter<Speed> {
        @Override
        public Speed convert(String text) {
            double factor = text.equals(MAX) ? Double.POSITIVE_INFINITY : number(text);
            if (!(factor > 0)) {
                throw unknown(text);
            }
            return new Speed(factor);
        }

        private static double number(String text) {
            try {
                return Double.parseDouble(text);
            } catch (NumberFormatException e) {
                throw unknown(text);
            }
        }

        private static TypeConversionException unknown(String text) {
            return new TypeConversionException(
                    "'" + text + "' is no speed; give a number above 0, such as 60, or " + MAX);
        }
    }
}
