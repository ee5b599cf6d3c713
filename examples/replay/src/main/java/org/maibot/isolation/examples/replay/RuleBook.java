package org.maibot.isolation.examples.replay;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import org.maibot.isolation.heartflow.Reply;
import org.maibot.isolation.heartflow.ReplyGenerator;
import org.maibot.isolation.heartflow.ReplyRequest;
import org.maibot.isolation.query.Message;

/**
 * Answers by the first rule that fits, in Chinese or in English, and has nothing to say without one. It seems to think
 * meanwhile, as a language model would; no thread is held.
 *
 * @param thinking how long it seems to think
 */
record RuleBook(Duration thinking) implements ReplyGenerator {
    private static final List<Rule> RULES = List.of(
            Rule.of("what did I (just )?say", (request, found) -> remembered(request, "You said: ", "Nothing so far.")),
            Rule.of("我刚才说了?什么", (request, found) -> remembered(request, "你说过：", "你还什么都没说。")),
            Rule.of("\\border\\s*#?(\\d+)", (request, found) -> "Order " + found.group(1) + " is on its way."),
            Rule.of("订单\\s*(\\d+)", (request, found) -> "订单 " + found.group(1) + " 已经在路上了。"),
            Rule.of("\\b(refund|return)\\b", "You can return it within 30 days. The money is back within a week."),
            Rule.of("退货|退款", "三十天内可以退货，一周内退款。"),
            Rule.of("\\b(price|how much)\\b", "The prices are on our page; what is in the basket counts."),
            Rule.of("多少钱|价格", "价格以页面上的为准。"),
            Rule.of("\\b(open|opening hours)\\b", "We are here from nine to six, Monday to Saturday."),
            Rule.of("几点|营业时间", "周一到周六，九点到十八点。"),
            Rule.of("推荐|recommend", RuleBook::recommendation),
            Rule.of("\\bthank(s| you)\\b", "You are welcome!"),
            Rule.of("谢谢", "不客气！"),
            Rule.of("^(hi|hello|hey|good (morning|evening))\\b", "Hello! What can I do for you?"),
            Rule.of("你好|您好|早上好", "你好！有什么可以帮你的？"));

    @Override
    public CompletionStage<Reply> generate(ReplyRequest request) {
        Reply reply = RULES.stream()
                .map(rule -> rule.answerTo(request))
                .flatMap(Optional::stream)
                .findFirst()
                .map(Reply::of)
                .orElseGet(Reply::nothing);
        return thinking.isZero()
                ? CompletableFuture.completedFuture(reply)
                : new CompletableFuture<Reply>().completeOnTimeout(reply, thinking.toNanos(), TimeUnit.NANOSECONDS);
    }

    private static String recommendation(ReplyRequest request, Matcher found) {
        return found.group().equals("推荐") ? "请看看我们最受欢迎的几款。" : "Have a look at what others like most.";
    }

    /** What the same user said last: the history is that of the chat stream, and of no other of the same name. */
    private static String remembered(ReplyRequest request, String before, String nothing) {
        List<Message> history = request.conversation().history();
        String userId = request.message().user().userId();
        return history.stream()
                .filter(message -> message.userId().equals(userId))
                .reduce((earlier, later) -> later)
                .map(message -> before + message.text())
                .orElse(nothing);
    }
}
