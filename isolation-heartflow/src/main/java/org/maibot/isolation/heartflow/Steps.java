package org.maibot.isolation.heartflow;

import java.time.Duration;
import java.util.List;

/**
 * What a message meets when it is its turn.
 *
 * @param messageTime how long a turn may take in all
 * @param generatorTime how long an attempt to generate a reply may take
 * @param senderTime how long an attempt to send a segment may take
 */
record Steps(
        WordFilter filter,
        CommandHandler commands,
        MentionDetector mentions,
        MessageRecorder recorder,
        ReplyDecision decision,
        SendPermission permission,
        QuotaGate quota,
        ContextAssembler context,
        ReplyGenerator generator,
        UsageRecorder usage,
        OutboundSender sender,
        TypingDelay typing,
        MemoryHook memory,
        List<StepHook> hooks,
        RetryPolicy retries,
        Duration messageTime,
        Duration generatorTime,
        Duration senderTime) {}
