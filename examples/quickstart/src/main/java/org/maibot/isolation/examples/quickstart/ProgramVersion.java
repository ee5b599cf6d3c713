package org.maibot.isolation.examples.quickstart;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version of the program, from the manifest of its jar. */
final class ProgramVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Optional.ofNullable(Quickstart.class.getPackage().getImplementationVersion())
                .orElse("(not in a jar)");
        return new String[] {"quickstart " + version};
    }
}
