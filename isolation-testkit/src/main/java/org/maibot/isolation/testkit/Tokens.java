package org.maibot.isolation.testkit;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes words that are in no other text: letters and digits only, so that JSON, URLs and SQL leave them as they are, and without
 * an i, which Turkish writes otherwise in capitals.
 */
final class Tokens {
    private static final String MARK = "cnry";
    private static final String DIGITS = "0123456789abcdefghjklmnopqrstuvwxyz";
    private static final int COUNTED = 6;

    /** How many characters each has. */
    static final int LENGTH = MARK.length() + COUNTED;

    private static final Pattern TOKEN = Pattern.compile(MARK + "[0-9a-hj-z]{" + COUNTED + "}");
    private static final Pattern HEX =
            Pattern.compile("(?:63|43)(?:6e|4e)(?:72|52)(?:79|59)(?:[0-9a-f]{2}){" + COUNTED + "}");

    /** Where counting begins, so that rows planted at another time have other words. */
    private long count = new SecureRandom().nextLong(1L << 30);

    String next() {
        return MARK + digits(count++, COUNTED);
    }

    /** The last digits of a number. */
    static String digits(long number, int length) {
        char[] digits = new char[length];
        long rest = number;
        for (int i = length - 1; i >= 0; i--) {
            digits[i] = DIGITS.charAt((int) (rest % DIGITS.length()));
            rest /= DIGITS.length();
        }
        return new String(digits);
    }

    /** The words in a text, in whichever case, also where its bytes are written in hexadecimal digits. */
    static List<String> in(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        List<String> found = new ArrayList<>();
        for (int from = lower.indexOf(MARK); from >= 0; from = lower.indexOf(MARK, from + 1)) {
            Matcher token = TOKEN.matcher(lower).region(from, lower.length());
            if (token.lookingAt()) {
                found.add(token.group());
            }
        }
        HEX.matcher(lower).results().forEach(hex -> found.addAll(in(decoded(hex.group()))));
        return found;
    }

    private static String decoded(String hex) {
        return new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);
    }
}
