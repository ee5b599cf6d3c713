package org.maibot.isolation.examples.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A chat log of a fixed shape: 8 tenants, 3 agents each, 20 streams each, in turns of 17 messages. */
final class ChatLogs {
    private static final int TENANTS = 8;
    private static final int AGENTS = 3;
    private static final int STREAMS = 20;
    private static final int TURN = 17;

    private ChatLogs() {}

    /** One row of the log. */
    record Row(String tenant, String agent, String platform, String stream, String id, long second) {
        String text() {
            return "Message " + id + " of " + stream + ": 你好，可以帮我推荐一个评分是4分以上的酒店吗？";
        }

        String json() {
            return String.format(
                    "{\"tenant_id\":\"%s\",\"agent_id\":\"%s\",\"platform\":\"%s\",\"chat_stream_id\":\"%s\","
                            + "\"message_id\":\"%s\",\"user_id\":\"user-1\",\"role\":\"user\",\"time\":%d.5,\"text\":\"%s\"}",
                    tenant, agent, platform, stream, id, second, text());
        }
    }

    static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (int tenant = 0; tenant < TENANTS; tenant++) {
            for (int agent = 0; agent < AGENTS; agent++) {
                for (int stream = 0; stream < STREAMS; stream++) {
                    for (int i = 0; i < TURN; i++) {
                        rows.add(new Row(
                                "tenant-" + tenant,
                                "agent-" + agent,
                                "qq",
                                "group-" + stream,
                                "m-" + i,
                                1_700_000_000L + rows.size()));
                    }
                }
            }
        }
        return rows;
    }

    static Path write(Path file) throws IOException {
        return Files.write(file, rows().stream().map(Row::json).toList());
    }
}
