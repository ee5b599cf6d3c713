package org.maibot.isolation.examples.replay;

import java.time.Duration;
import org.maibot.isolation.examples.terminal.ChatLogArgument;
import org.maibot.isolation.examples.terminal.DatabaseOption;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the command line says. */
final class Options {
    @Option(
            names = "--speed",
            paramLabel = "<factor>",
            defaultValue = "60",
            converter = Speed.Converter.class,
            description = "How many times as fast as real time, or max for all at once. By default 60.")
    Speed speed = new Speed(1);

    @Mixin
    final DatabaseOption database = new DatabaseOption();

    @Option(
            names = "--workers",
            paramLabel = "<n>",
            defaultValue = "4",
            description = "How many threads handle messages. By default 4.")
    int workers;

    @Option(
            names = "--think",
            paramLabel = "<time>",
            defaultValue = "200ms",
            converter = DurationConverter.class,
            description = "How long the bot thinks before it replies, such as 200ms, the default, or 0s.")
    Duration thinking = Duration.ZERO;

    @Option(
            names = "--drain",
            paramLabel = "<time>",
            defaultValue = "10s",
            converter = DurationConverter.class,
            description = "How long to wait for what is under way, when told to stop. By default 10s.")
    Duration drain = Duration.ZERO;

    @Option(names = "--any-agent", description = "Serve whatever tenants and agents the log names.")
    boolean anyAgent;

    @Option(
            names = "--screen",
            paramLabel = "<style>",
            defaultValue = "auto",
            description = "How to show what the bot does: live (a table that is redrawn), plain (a line a second), or"
                    + " auto, which is live on a terminal.")
    ScreenStyle screen = ScreenStyle.AUTO;

    @Mixin
    final ChatLogArgument chatLog = new ChatLogArgument();
}
