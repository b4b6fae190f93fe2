package io.machinenative.axiom.engine.json;

import io.machinenative.axiom.api.Content;
import io.machinenative.axiom.api.Contents;
import io.machinenative.axiom.api.Prompt;
import io.machinenative.axiom.api.ResourceContents;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Contents of tools, prompts and resources as the JSON of MCP. Stateless; allocates. */
final class ContentJson {
  private ContentJson() {}

  static Map<String, Object> of(Contents contents) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("content", contents.items().stream().map(ContentJson::of).toList());
    if (contents.structured() != null) {
      json.put("structuredContent", contents.structured());
    }
    json.put("isError", contents.isError());
    return json;
  }

  static Map<String, Object> ofMessages(String description, List<Prompt.Message> messages) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("description", description);
    json.put("messages", messages.stream().map(ContentJson::of).toList());
    return json;
  }

  static Map<String, Object> ofResource(List<ResourceContents> contents) {
    return Map.of("contents", contents.stream().map(ContentJson::of).toList());
  }

  private static Map<String, Object> of(Prompt.Message message) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("role", message.role().name().toLowerCase(Locale.ROOT));
    json.put("content", of(message.content()));
    return json;
  }

  private static Map<String, Object> of(Content content) {
    Map<String, Object> json = new LinkedHashMap<>();
    switch (content) {
      case Content.Text text -> {
        json.put("type", "text");
        json.put("text", text.text());
      }
      case Content.Image image -> putMedia(json, "image", image.data(), image.mimeType());
      case Content.Audio audio -> putMedia(json, "audio", audio.data(), audio.mimeType());
      case Content.Link link -> {
        json.put("type", "resource_link");
        json.put("uri", link.uri());
        json.put("name", link.name());
        putUnlessEmpty(json, "description", link.description());
        putUnlessEmpty(json, "mimeType", link.mimeType());
      }
      case Content.Embedded embedded -> {
        json.put("type", "resource");
        json.put("resource", of(embedded.resource()));
      }
    }
    return json;
  }

  private static Map<String, Object> of(ResourceContents contents) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("uri", contents.uri());
    putUnlessEmpty(json, "mimeType", contents.mimeType());
    switch (contents) {
      case ResourceContents.Text text -> json.put("text", text.text());
      case ResourceContents.Blob blob ->
          json.put("blob", Base64.getEncoder().encodeToString(blob.data()));
    }
    return json;
  }

  private static void putMedia(
      Map<String, Object> json, String type, byte[] data, String mimeType) {
    json.put("type", type);
    json.put("data", Base64.getEncoder().encodeToString(data));
    json.put("mimeType", mimeType);
  }

  private static void putUnlessEmpty(Map<String, Object> json, String name, String value) {
    if (!value.isEmpty()) {
      json.put(name, value);
    }
  }
}
