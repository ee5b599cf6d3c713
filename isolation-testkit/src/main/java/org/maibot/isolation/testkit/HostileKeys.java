package org.maibot.isolation.testkit;

import java.util.List;
import org.maibot.isolation.IsolationContext;

/** Keys inside a scope that careless code takes for one another, or for a part of the scope. They are legal as ids. */
final class HostileKeys {
    /** Keys that are not to meet in one scope. */
    static final List<String> ALL = List.of(
            "key",
            "KEY",
            "key ",
            " key",
            "key1",
            "ke",
            "k_y",
            "%",
            "*",
            "?",
            "k?y",
            "[k]ey",
            ".",
            "..",
            "../key",
            "./key",
            "key/",
            "/key",
            "key//",
            "a/key",
            "a\\key",
            "a:key",
            "a%3Akey",
            "a%2Fkey",
            "a%252Fkey",
            "a+key",
            "a key",
            "key'",
            "key\"",
            "key\\",
            "' or '1'='1",
            "key--",
            "{key}",
            "${key}",
            "null",
            "1",
            "01",
            "1x",
            "Aa",
            "BB",
            "cl\u00e9",
            "cle\u0301",
            "cle",
            "key\u200b",
            "\u202ekey",
            "\ud83d\ude00",
            "\ud83d\ude01",
            "\ud83d\udc4d",
            "\ud83d\udc4d\ud83c\udffd",
            "\u4f60",
            "\u597d",
            "\u05e9\u05dc\u05d5\u05dd",
            "x".repeat(127) + "a",
            "x".repeat(127) + "b",
            "\ud83d\ude00".repeat(128));

    private HostileKeys() {}

    /**
     * A place in a store.
     *
     * @param context the scope
     * @param key the key in it
     */
    record Place(IsolationContext context, String key) {}

    /** Two places that are one for code which joins the last id of a scope and a key, or follows a path. */
    record Pair(Place one, Place other) {}

    /** Pairs of places in scopes of one level, whose last ids and keys differ. */
    static List<Pair> pairs(IsolationContext context) {
        return List.of(":", "/", "|", "-", "_", ".", ",", " ", "::", "\\", "").stream()
                .map(separator -> new Pair(
                        new Place(ending(context, "g" + separator + "x"), "y"),
                        new Place(ending(context, "g"), "x" + separator + "y")))
                .toList();
    }

    /** Pairs of places by whose keys a path leads from one to the other. */
    static List<Pair> paths(IsolationContext context) {
        return List.of(
                path(context, "theirs", "../theirs/y"),
                path(context, "theirs too", "..\\theirs too\\y"),
                path(context, "theirs as well", "%2e%2e%2ftheirs as well%2fy"));
    }

    private static Pair path(IsolationContext context, String id, String key) {
        return new Pair(new Place(ending(context, id), "y"), new Place(ending(context, "ours"), key));
    }

    /** The same context with another last id. */
    private static IsolationContext ending(IsolationContext context, String id) {
        return switch (context.level()) {
            case TENANT -> IsolationContext.of(id);
            case AGENT -> IsolationContext.of(context.tenantId(), id);
            case PLATFORM ->
                IsolationContext.of(context.tenantId(), context.agentId().orElseThrow(), id);
            case CHAT_STREAM ->
                IsolationContext.of(
                        context.tenantId(),
                        context.agentId().orElseThrow(),
                        context.platform().orElseThrow(),
                        id);
        };
    }
}
