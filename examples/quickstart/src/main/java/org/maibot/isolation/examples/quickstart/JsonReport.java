package org.maibot.isolation.examples.quickstart;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.maibot.isolation.Dimension;

/**
 * The findings for programs. The components are the members of the JSON object.
 *
 * @param messages how many messages there are
 * @param tenants how many tenants have chat streams
 * @param agents how many agents have chat streams; one counts once for each of its tenants
 * @param scopes the chat streams
 * @param refused the attempts to leave a scope
 */
record JsonReport(long messages, long tenants, long agents, List<StreamCount> scopes, List<Refusal> refused) {

    static JsonReport of(Findings findings) {
        Overview overview = findings.overview();
        return new JsonReport(
                overview.messages(),
                overview.count(Dimension.TENANT),
                overview.count(Dimension.AGENT),
                overview.streams(),
                findings.refused());
    }

    /** Writes the object and a line break, in UTF-8. */
    void write(OutputStream out) throws IOException {
        JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .build()
                .writeValue(out, this);
        out.write('\n');
    }
}
