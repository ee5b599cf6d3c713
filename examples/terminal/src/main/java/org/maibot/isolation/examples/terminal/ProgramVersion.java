package org.maibot.isolation.examples.terminal;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The version of a program, from the manifest of its jar. */
public final class ProgramVersion implements IVersionProvider {
    @Spec
    private @Nullable CommandSpec command;

    @Override
    public String[] getVersion() {
        CommandSpec program = requireNonNull(command);
        String version = Optional.ofNullable(
                        program.userObject().getClass().getPackage().getImplementationVersion())
                .orElse("(not in a jar)");
        return new String[] {program.name() + " " + version};
    }
}
