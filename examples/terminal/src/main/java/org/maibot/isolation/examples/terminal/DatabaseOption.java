package org.maibot.isolation.examples.terminal;

import org.maibot.isolation.jdbc.Isolation;
import picocli.CommandLine.Option;

/** Which database the command line names. */
public final class DatabaseOption {
    private static final String IN_MEMORY = "jdbc:sqlite::memory:";

    @Option(
            names = "--db",
            paramLabel = "<URL>",
            defaultValue = IN_MEMORY,
            description = "The database, such as jdbc:sqlite:chats.db, kept between runs. By default one in memory.")
    private String url = "";

    /** Whether it outlives the program. */
    public boolean isKept() {
        return !url.equals(IN_MEMORY);
    }

    /** Opens it. A chat log may have any number of tenants, so their number is not limited. */
    public Isolation open() throws UnusableDatabaseException {
        try {
            return Isolation.builder()
                    .jdbcUrl(url)
                    .maxTenants(Integer.MAX_VALUE)
                    .open();
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new UnusableDatabaseException(e);
        }
    }
}
