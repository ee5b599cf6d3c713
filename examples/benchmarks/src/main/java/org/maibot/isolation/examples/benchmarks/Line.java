package org.maibot.isolation.examples.benchmarks;

/**
 * A message, as the doors read and write it.
 *
 * @param time microseconds since 1970, also the message's number in its stream
 */
record Line(String id, String user, long time, String text) {
    private static final int USERS = 4;

    /** A message whose id ends with a number. */
    static Line of(long number, long time) {
        String text = "Message " + number + ": 你好，可以帮我推荐一个评分是4分以上的酒店吗？";
        return new Line("m-" + number, "user-" + number % USERS, time, text);
    }
}
