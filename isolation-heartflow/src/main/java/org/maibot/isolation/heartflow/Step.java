package org.maibot.isolation.heartflow;

/** A step on the way of a message, in their order. */
public enum Step {
    /** The claims of the message are checked, see {@link IdentityCheck}. */
    IDENTITY,
    /** The chat stream is found, see {@link StreamIds}. */
    STREAM,
    /** The message waits for its turn, and is kept meanwhile. */
    INBOX,
    /** Unwanted words are looked for, see {@link WordFilter}. */
    FILTER,
    /** Commands are handled, see {@link CommandHandler}. */
    COMMAND,
    /** It is found out whether the agent is called, see {@link MentionDetector}. */
    MENTION,
    /** It is decided what is stored of the message, and once that is sent, of the reply; see {@link MessageRecorder}. */
    STORE,
    /** It is decided whether to reply, see {@link ReplyDecision}. */
    DECIDE,
    /** It is checked whether the agent may send there, see {@link SendPermission}. */
    PERMISSION,
    /** Quota is reserved, see {@link QuotaGate}. */
    QUOTA,
    /** History and memories are read, see {@link ContextAssembler}. */
    CONTEXT,
    /** The reply is generated, see {@link ReplyGenerator}. */
    GENERATE,
    /** It is decided what use of language models is recorded, see {@link UsageRecorder}. */
    USAGE,
    /** The reply is sent, see {@link OutboundSender}. */
    SEND,
    /** The host may remember something, see {@link MemoryHook}. */
    MEMORY,
    /** What the message leaves is stored, all or nothing. */
    COMMIT
}
