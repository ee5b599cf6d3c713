package org.maibot.isolation.jdbc;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** Ends the database servers after the last test. */
public final class ServersEnd implements LauncherSessionListener {
    @Override
    public void launcherSessionClosed(LauncherSession session) {
        TwinDatabases.closeShared();
        TestDatabase.stopAll();
    }
}
