package org.maibot.isolation.examples.replay;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version of the program, from the manifest of its jar. */
final class ProgramVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Optional.ofNullable(Replay.class.getPackage().getImplementationVersion())
                .orElse("(not in a jar)");
        return new String[] {"replay " + version};
    }
}
