package org.maibot.isolation.testkit;

/** That code did not keep to its scope; its message tells of the rows of others, as it is meant to. */
final class TwinDifference extends AssertionError {
    private static final long serialVersionUID = 1;

    TwinDifference(TwinReport report) {
        super(report.toString());
    }
}
