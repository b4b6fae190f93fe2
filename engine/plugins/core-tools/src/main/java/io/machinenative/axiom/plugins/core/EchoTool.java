package io.machinenative.axiom.plugins.core;

import io.machinenative.axiom.api.RawHandler;
import io.machinenative.axiom.api.RawInvocation;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.codec.ContentType;
import org.agrona.MutableDirectBuffer;

/** {@code core.echo}: replies the payload. Stateless, any thread, allocates nothing. */
final class EchoTool implements RawHandler {
  /** Agents pass an object; the tool itself takes any payload. */
  private static final String SCHEMA =
      """
      {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object",\
      "description":"Anything: it comes back byte for byte.","additionalProperties":true}\
      """;

  private EchoTool() {}

  static Tool tool() {
    EchoTool echo = new EchoTool();
    return Tool.named("core.echo")
        .title("Echo")
        .description(
            "Replies the payload byte for byte, with the same content type. Takes every content"
                + " type. Use it to check that a connection works and to measure its round trip.")
        .inline()
        .readOnly()
        .raw(ContentType.BINARY, echo)
        .raw(ContentType.JSON, echo)
        .raw(ContentType.COMPOUND, echo)
        .raw(ContentType.TEXT, echo)
        .schemas(SCHEMA, SCHEMA)
        .build();
  }

  @Override
  public void handle(RawInvocation call) {
    int length = call.payloadLength();
    MutableDirectBuffer reply = call.reply(call.contentType(), length);
    reply.putBytes(call.replyOffset(), call.payload(), call.payloadOffset(), length);
  }
}
