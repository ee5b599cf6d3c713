package org.maibot.isolation.examples.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Starts the command in a Java virtual machine of its own, on the class path of the tests. */
final class ChildJvm {
    private ChildJvm() {}

    static ProcessBuilder command(Object... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Quickstart.class.getName()));
        Arrays.stream(arguments).map(Object::toString).forEach(command::add);
        return new ProcessBuilder(command);
    }

    /** Runs the command to its end. */
    static Run run(Path directory, Object... arguments) throws IOException, InterruptedException {
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        ProcessBuilder builder = command(arguments).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().put("LC_ALL", "C");
        return new Run(builder.start().waitFor(), Run.utf8(Files.readAllBytes(out)), Run.utf8(Files.readAllBytes(err)));
    }
}
