package io.machinenative.axiom.engine.json;

import io.machinenative.axiom.api.Bytes;
import java.util.Base64;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;

/**
 * {@link Bytes} in JSON: base64 (RFC 4648, section 4), or nothing while they travel as the raw tail
 * of a COMPOUND payload. Stateless.
 */
final class BytesJson {
  /** Attribute of a writer that leaves the bytes out, because they travel as the raw tail. */
  static final String RAW_TAIL = "axiom.rawTail";

  private BytesJson() {}

  /** Takes base64 text, or bytes that were put into the tree as they are: the raw tail. */
  static final class Reader extends ValueDeserializer<Bytes> {
    @Override
    public Bytes deserialize(JsonParser parser, DeserializationContext context) {
      if (parser.currentToken() == JsonToken.VALUE_EMBEDDED_OBJECT
          && parser.getEmbeddedObject() instanceof Bytes tail) {
        return tail;
      }
      try {
        return Bytes.of(Base64.getDecoder().decode(parser.getString()));
      } catch (IllegalArgumentException e) {
        return (Bytes)
            context.handleWeirdStringValue(
                Bytes.class, shortened(parser.getString()), "not base64: %s", e.getMessage());
      }
    }

    private static String shortened(String text) {
      return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }
  }

  /** Writes base64; counts as empty, and so is left out, under {@link #RAW_TAIL}. */
  static final class Writer extends ValueSerializer<Bytes> {
    @Override
    public void serialize(Bytes bytes, JsonGenerator generator, SerializationContext context) {
      generator.writeString(Base64.getEncoder().encodeToString(bytes.toArray()));
    }

    @Override
    public boolean isEmpty(SerializationContext context, Bytes bytes) {
      return context.getAttribute(RAW_TAIL) != null;
    }
  }
}
