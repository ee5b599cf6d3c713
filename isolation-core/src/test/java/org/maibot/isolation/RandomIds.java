package org.maibot.isolation;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random legal ids, the same for the same seed. */
final class RandomIds {
    private static final String TRICKY = "/%|:\\,;._\"'` 0aA25Ff\u00a0\u2028\u3000\u200d\u061c\ufe0f\u0301\uffff";

    private final Random random;

    RandomIds(long seed) {
        this.random = new Random(seed);
    }

    /** One to four ids. */
    List<String> parts() {
        List<String> parts = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            parts.add(id());
        }
        return parts;
    }

    String id() {
        int length = 1 + random.nextInt(random.nextInt(20) == 0 ? 128 : 6);
        StringBuilder id = new StringBuilder();
        for (int i = 0; i < length; i++) {
            id.appendCodePoint(codePoint());
        }
        return id.toString();
    }

    private int codePoint() {
        int codePoint = switch (random.nextInt(4)) {
            case 0 -> TRICKY.charAt(random.nextInt(TRICKY.length()));
            case 1 -> 0x20 + random.nextInt(0x5f);
            case 2 -> random.nextInt(0x10000);
            default -> random.nextInt(Character.MAX_CODE_POINT + 1);
        };
        boolean legal = !Character.isISOControl(codePoint) && Character.getType(codePoint) != Character.SURROGATE;
        return legal ? codePoint : codePoint();
    }
}
