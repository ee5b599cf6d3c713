package org.maibot.isolation.examples.terminal;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** Which chat log the command line names. */
public final class ChatLogArgument {
    @Parameters(
            arity = "0..1",
            paramLabel = "<chat log>",
            description = "A file of JSON Lines. By default a small sample.")
    private @Nullable Path file;

    /** Opens it, or the sample that comes with a program, in the package of its class. */
    public ChatLog open(Class<?> program) throws IOException {
        return file == null ? ChatLog.sampleOf(program) : ChatLog.of(file);
    }
}
