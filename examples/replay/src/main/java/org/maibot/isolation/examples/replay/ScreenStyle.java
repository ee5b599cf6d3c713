package org.maibot.isolation.examples.replay;

import org.maibot.isolation.examples.terminal.Terminal;

/** How to show what the bot does while it runs. */
enum ScreenStyle {
    AUTO,
    LIVE,
    PLAIN;

    /**
     * Returns such a screen.
     *
     * @param watched whether standard output is a terminal
     */
    Screen on(Terminal terminal, boolean watched) {
        SnapshotText text = new SnapshotText(terminal.printable());
        return switch (this) {
            case AUTO -> (watched ? LIVE : PLAIN).on(terminal, watched);
            case LIVE -> new LiveScreen(terminal.text(), text);
            case PLAIN -> new PlainScreen(terminal.text(), text);
        };
    }
}
