package org.maibot.isolation;

/** A program that is refused, for a class path without Micrometer. */
final class WithoutMicrometer {
    private WithoutMicrometer() {}

    public static void main(String[] arguments) {
        System.out.println("micrometer: " + isThere("io.micrometer.core.instrument.Metrics") + " "
                + isThere("io.micrometer.context.ThreadLocalAccessor"));
        System.out.println(
                "observer: " + IsolationObserver.standard().getClass().getSimpleName());
        IsolationContext.of("acme").run(() -> {
            try {
                IsolationContext.of("other").run(() -> System.out.println("ran"));
            } catch (IsolationViolationException refusal) {
                System.out.println("refused: " + refusal.reason());
            }
            System.out.println("current: " + IsolationContext.requireCurrent());
        });
    }

    private static boolean isThere(String name) {
        try {
            Class.forName(name);
            return true;
        } catch (ClassNotFoundException absent) {
            return false;
        }
    }
}
