package org.maibot.isolation.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.maibot.isolation.IsolationEvent;
import org.maibot.isolation.IsolationObserver;
import org.maibot.isolation.jdbc.SchemaFinding.Severity;

/** What a host makes of findings in its schema. Not safe for use by several threads. */
final class FindingPolicy {
    private final Map<String, String> accepted = new TreeMap<>();
    private boolean refusesErrors;

    FindingPolicy copy() {
        FindingPolicy copy = new FindingPolicy();
        copy.accepted.putAll(accepted);
        copy.refusesErrors = refusesErrors;
        return copy;
    }

    void accept(String name, String reason) {
        if (reason.isBlank()) {
            throw new IllegalArgumentException(
                    "The finding " + Refusal.bounded(name) + " is accepted without a reason; say why it does no harm");
        }
        accepted.put(name, reason);
    }

    void refuseErrors() {
        refusesErrors = true;
    }

    /**
     * Reports findings, and returns those that are not accepted.
     *
     * @throws IllegalStateException if findings are accepted that there are not, or errors are found that are refused;
     *     the message lists all of them
     */
    List<SchemaFinding> review(List<SchemaFinding> found, IsolationObserver observer) {
        List<SchemaFinding> open = new ArrayList<>();
        TreeSet<String> unknown = new TreeSet<>(accepted.keySet());
        for (SchemaFinding finding : found) {
            unknown.remove(finding.name());
            String reason = accepted.get(finding.name());
            if (reason == null) {
                open.add(finding);
            }
            observer.publish(
                    reason == null
                            ? new IsolationEvent.SchemaFindingReported(
                                    finding.name(), finding.severity().name(), finding.message())
                            : new IsolationEvent.SchemaFindingAccepted(finding.name(), reason));
        }
        List<String> problems = new ArrayList<>();
        if (!unknown.isEmpty()) {
            problems.add("These findings are accepted but are not found: " + String.join(", ", unknown)
                    + "; remove builder.acceptFinding(…) for them");
        }
        if (refusesErrors && open.stream().anyMatch(FindingPolicy::isError)) {
            problems.add("The schema undermines isolation, and builder.refuseSchemaErrors() is set; mend it, or accept"
                    + " with builder.acceptFinding(…) what does no harm: "
                    + open.stream()
                            .filter(FindingPolicy::isError)
                            .map(finding -> finding.name() + ": " + finding.message())
                            .collect(Collectors.joining("; ")));
        }
        if (!problems.isEmpty()) {
            throw new IllegalStateException(String.join(". ", problems));
        }
        return List.copyOf(open);
    }

    private static boolean isError(SchemaFinding finding) {
        return finding.severity() == Severity.ERROR;
    }
}
