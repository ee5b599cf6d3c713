package org.maibot.isolation.heartflow;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.MutableConfigOverride;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.maibot.isolation.IsolationContext;

/** The JSON form of messages and outcomes. */
final class HeartflowJson {
    /** Half of a surrogate pair, which databases do not take. */
    private static final Pattern HALF = Pattern.compile("\\p{Cs}");

    private static final JsonMapper MAPPER = JsonMapper.builder(factory())
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .addModule(new SimpleModule()
                    .addSerializer(new ContextWriter())
                    .addDeserializer(IsolationContext.class, new ContextReader()))
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_EMPTY, JsonInclude.Include.ALWAYS))
            .withConfigOverride(String.class, HeartflowJson::emptyIfAbsent)
            .withConfigOverride(List.class, HeartflowJson::emptyIfAbsent)
            .withConfigOverride(Map.class, HeartflowJson::emptyIfAbsent)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private HeartflowJson() {}

    /** Reads what it writes, however long; how long a message may be is for whoever brings it. */
    private static JsonFactory factory() {
        return JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxStringLength(Integer.MAX_VALUE)
                        .maxNameLength(Integer.MAX_VALUE)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
    }

    private static void emptyIfAbsent(MutableConfigOverride type) {
        type.setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY));
    }

    static String write(Object value) {
        try {
            return HALF.matcher(MAPPER.writeValueAsString(value))
                    .replaceAll(half ->
                            String.format("\\\\u%04x", (int) half.group().charAt(0)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a value without a JSON form", e);
        }
    }

    static <T> T read(String json, Class<T> type) {
        try {
            T value = MAPPER.readValue(json, type);
            if (value == null) {
                throw new IllegalArgumentException("The JSON text is null, and no " + type.getSimpleName());
            }
            return value;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "The JSON text is no " + type.getSimpleName() + ": " + e.getOriginalMessage(), e);
        }
    }

    /** Writes a context as {@link IsolationContext#toJson()} does. */
    private static final class ContextWriter extends StdSerializer<IsolationContext> {
        private static final long serialVersionUID = 1L;

        ContextWriter() {
            super(IsolationContext.class);
        }

        @Override
        public void serialize(IsolationContext context, JsonGenerator json, SerializerProvider provider)
                throws IOException {
            json.writeRawValue(context.toJson());
        }
    }

    /** Reads a context with {@link IsolationContext#fromJson(String)}. */
    private static final class ContextReader extends StdDeserializer<IsolationContext> {
        private static final long serialVersionUID = 1L;

        ContextReader() {
            super(IsolationContext.class);
        }

        @Override
        public IsolationContext deserialize(JsonParser json, DeserializationContext context) throws IOException {
            return IsolationContext.fromJson(context.readTree(json).toString());
        }
    }
}
