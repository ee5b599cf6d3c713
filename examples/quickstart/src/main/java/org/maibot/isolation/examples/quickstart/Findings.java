package org.maibot.isolation.examples.quickstart;

import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.Isolation;

/**
 * What the program finds out about a database.
 *
 * @param overview what each scope sees
 * @param dialogue a question that was asked in one scope in two ways and had one answer; empty without messages
 * @param refused attempts to leave that scope; none without messages
 */
record Findings(Overview overview, Optional<Dialogue> dialogue, List<Refusal> refused) {
    /**
     * A question and its answer.
     *
     * @param question the question
     * @param answer the answer
     */
    record Dialogue(Question question, Answer answer) {}

    /**
     * Looks at a database.
     *
     * @throws BrokenIsolationException if the library does not keep what it promises
     */
    static Findings of(Isolation isolation) {
        DSLContext operator = isolation.system("quickstart overview").dsl();
        Overview overview = Overview.of(isolation, operator);
        Optional<Question> question = Question.mostAmbiguous(operator);
        return new Findings(
                overview,
                question.map(asked -> new Dialogue(asked, asked.ask(isolation))),
                question.map(asked -> refusals(isolation, overview, asked.stream()))
                        .orElse(List.of()));
    }

    private static List<Refusal> refusals(Isolation isolation, Overview overview, IsolationContext inside) {
        IsolationContext outside = overview.streams().stream()
                .filter(stream -> !stream.tenantId().equals(inside.tenantId()))
                .findFirst()
                .map(StreamCount::context)
                .orElseGet(() -> madeUp(inside.tenantId().equals("nobody") ? "somebody" : "nobody"));
        return new LeavingAttempts(isolation, inside, outside).refusals();
    }

    private static IsolationContext madeUp(String tenantId) {
        return IsolationContext.of(tenantId, "agent", "platform", "chat stream");
    }
}
