package org.maibot.isolation.examples.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.heartflow.Conversation;
import org.maibot.isolation.heartflow.Reply;
import org.maibot.isolation.heartflow.ReplyRequest;
import org.maibot.isolation.heartflow.Turn;
import org.maibot.isolation.jdbc.ChatLogLine;
import org.maibot.isolation.query.Message;

class RuleBookTest {
    private static final IsolationContext STREAM = IsolationContext.of("acme", "support", "qq", "1001");

    private final RuleBook rules = new RuleBook(Duration.ZERO);

    private static ReplyRequest request(String text, Message... history) throws IOException {
        ChatLogLine line = Lines.read(Lines.line("m-9", text));
        Turn turn = new Turn(STREAM, FakePlatform.inbound(line), false, Instant.EPOCH);
        return new ReplyRequest(turn, new Conversation(List.of(history), List.of()), 1);
    }

    private Reply reply(ReplyRequest request) {
        return rules.generate(request).toCompletableFuture().join();
    }

    private static Message said(String userId, String text) {
        return new Message("m-" + text, userId, Message.Role.USER, Instant.EPOCH, text);
    }

    @ParameterizedTest
    @CsvSource({
        "Hello there,Hello! What can I do for you?",
        "您好，在吗？,你好！有什么可以帮你的？",
        "Where is ORDER #1001?,Order 1001 is on its way.",
        "我的订单 1002 呢,订单 1002 已经在路上了。",
        "可以推荐一个吗,请看看我们最受欢迎的几款。",
        "谢谢,不客气！"
    })
    void aRuleAnswersInItsLanguage(String text, String answer) throws IOException {
        assertThat(reply(request(text))).isEqualTo(Reply.of(answer));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ok", "哈哈", "this is nice", "🙏", ""})
    void withoutARuleThereIsNothingToSay(String text) throws IOException {
        assertThat(reply(request(text)).isEmpty()).isTrue();
    }

    @Test
    void whatTheUserSaidIsRemembered() throws IOException {
        assertThat(reply(request("What did I say?", said("ann", "one"), said("ann", "two"), said("ben", "three"))))
                .isEqualTo(Reply.of("You said: two"));
        assertThat(reply(request("我刚才说了什么？", said("ben", "three")))).isEqualTo(Reply.of("你还什么都没说。"));
    }

    @Test
    void whileItThinksThereIsNoReplyAndNoThreadIsHeld() throws IOException {
        assertThat(new RuleBook(Duration.ofMinutes(1))
                        .generate(request("hello"))
                        .toCompletableFuture())
                .isNotDone();
    }
}
