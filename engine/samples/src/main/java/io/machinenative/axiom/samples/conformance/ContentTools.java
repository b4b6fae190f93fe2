package io.machinenative.axiom.samples.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.api.Content;
import io.machinenative.axiom.api.Contents;
import io.machinenative.axiom.api.RawInvocation;
import io.machinenative.axiom.api.ResourceContents;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.codec.ContentType;
import java.util.List;
import org.agrona.MutableDirectBuffer;

/** Tools that say something, in every form that there is. */
final class ContentTools {
  /** No arguments. */
  record Nothing() {}

  private static final String SCHEMA_2020_12 =
      "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"type\":\"object\","
          + "\"$defs\":{\"address\":{\"$anchor\":\"addressDef\",\"type\":\"object\",\"properties\":"
          + "{\"street\":{\"type\":\"string\"},\"city\":{\"type\":\"string\"}}}},"
          + "\"properties\":{\"name\":{\"type\":\"string\"},\"address\":{\"$ref\":\"#/$defs/address\"},"
          + "\"contactMethod\":{\"type\":\"string\",\"enum\":[\"phone\",\"email\"]},"
          + "\"phone\":{\"type\":\"string\"},\"email\":{\"type\":\"string\"}},"
          + "\"allOf\":[{\"anyOf\":[{\"required\":[\"phone\"]},{\"required\":[\"email\"]}]}],"
          + "\"if\":{\"properties\":{\"contactMethod\":{\"const\":\"phone\"}},"
          + "\"required\":[\"contactMethod\"]},\"then\":{\"required\":[\"phone\"]},"
          + "\"else\":{\"required\":[\"email\"]},\"additionalProperties\":false}";

  private static final String WITH_HEADER =
      "{\"type\":\"object\",\"properties\":{\"region\":{\"type\":\"string\",\"description\":"
          + "\"Where to look\",\"x-mcp-header\":\"Region\"},\"query\":{\"type\":\"string\"}}}";

  private ContentTools() {}

  static List<Tool> all() {
    return List.of(
        saying(
            "test_simple_text",
            "Says one sentence.",
            Content.text("This is a simple text response for testing.")),
        begun("test_image_content", "Shows one pixel.", Media.picture())
            .icons(Media.icon())
            .build(),
        saying(
            "test_audio_content",
            "Plays a millisecond of silence.",
            new Content.Audio(Media.wav(), "audio/wav")),
        saying(
            "test_embedded_resource",
            "Hands over a resource.",
            resource(
                "test://embedded-resource", "text/plain", "This is an embedded resource content.")),
        saying(
            "test_resource_link",
            "Names a resource to read.",
            new Content.Link(
                "test://static-text", "static-text", "A text that stays as it is.", "text/plain")),
        saying(
            "test_multiple_content_types",
            "Says, shows and hands over.",
            Content.text("Multiple content types test:"),
            Media.picture(),
            resource(
                "test://mixed-content-resource",
                "application/json",
                "{\"test\":\"data\",\"value\":123}")),
        Tool.named("test_error_handling")
            .description("Always fails.")
            .typed(
                Nothing.class,
                Contents.class,
                (nothing, call) -> {
                  throw ToolException.error("This tool intentionally returns an error for testing");
                })
            .build(),
        Tool.named("json_schema_2020_12_tool")
            .description("Has a schema with many keywords, which lists keep as they are.")
            .raw(ContentType.JSON, call -> say(call, "JSON Schema 2020-12 tool called"))
            .schemas(SCHEMA_2020_12, "")
            .build(),
        Tool.named("test_header_argument")
            .description("Has an argument that clients repeat in a header field.")
            .raw(ContentType.JSON, call -> say(call, "the header and the argument agree"))
            .schemas(WITH_HEADER, "")
            .build());
  }

  private static Content resource(String uri, String mimeType, String text) {
    return new Content.Embedded(ResourceContents.text(uri, mimeType, text));
  }

  private static Tool saying(String name, String description, Content... items) {
    return begun(name, description, items).build();
  }

  private static Tool.Builder begun(String name, String description, Content... items) {
    Contents contents = Contents.of(items);
    return Tool.named(name)
        .description(description)
        .typed(Nothing.class, Contents.class, (nothing, call) -> contents);
  }

  private static void say(RawInvocation call, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    MutableDirectBuffer reply = call.reply(ContentType.TEXT, bytes.length);
    reply.putBytes(call.replyOffset(), bytes);
  }
}
