package io.machinenative.axiom.engine.registry.validation;

import io.machinenative.axiom.engine.registry.model.Content;
import io.machinenative.axiom.engine.registry.model.Document;
import io.machinenative.axiom.engine.registry.model.Registration;
import java.util.List;
import java.util.Map;

/** Is shown every text of a registration with its place. */
interface TextVisitor {
  /** Where a text stands. */
  enum Place {
    /** On one line. */
    LINE,
    /** May have several lines. */
    PROSE,
    /** Name of a property in configuration or metadata. */
    PROPERTY,
    /** Value in configuration or metadata. */
    VALUE
  }

  void onText(Place place, String path, String text);

  /** Is shown arrays and objects in configuration and metadata too. */
  default void onNested(String path, Object value, int depth) {}

  /** Shows all texts of a registration, but those of its key, which have a form of their own. */
  static void visit(Registration registration, TextVisitor visitor) {
    Content content = registration.content();
    visitor.onText(Place.LINE, "/title", content.about().title());
    visitor.onText(Place.PROSE, "/description", content.about().description());
    visitor.onText(Place.LINE, "/author", content.about().author());
    visitor.onText(Place.LINE, "/type", content.labels().type());
    visitor.onText(Place.LINE, "/category", content.labels().category());
    visitor.onText(Place.LINE, "/platform", content.placement().platform());
    visitor.onText(Place.LINE, "/region", content.placement().region());
    visitor.onText(Place.LINE, "/zone", content.placement().zone());
    visitor.onText(Place.LINE, "/metadataSchema", content.metadataSchema());
    visitList("/tags", content.labels().tags(), visitor);
    visitList("/capabilities", content.labels().capabilities(), visitor);
    for (int i = 0; i < content.endpoints().size(); i++) {
      String path = "/endpoints/" + i + "/uri";
      visitor.onText(Place.LINE, path, content.endpoints().get(i).uri());
    }
    visitDocument("/configuration", content.configuration(), visitor);
    visitDocument("/metadata", content.metadata(), visitor);
  }

  private static void visitList(String path, List<String> texts, TextVisitor visitor) {
    for (int i = 0; i < texts.size(); i++) {
      visitor.onText(Place.LINE, path + "/" + i, texts.get(i));
    }
  }

  private static void visitDocument(String path, Document document, TextVisitor visitor) {
    if (!document.isEmpty()) {
      visitValue(path, document.values(), 1, visitor);
    }
  }

  private static void visitValue(String path, Object value, int depth, TextVisitor visitor) {
    if (value instanceof String text) {
      visitor.onText(Place.VALUE, path, text);
    } else if (value instanceof Map<?, ?> object) {
      visitor.onNested(path, object, depth);
      object.forEach((key, child) -> {
        String name = (String) key;
        String place = path + "/" + name.replace("~", "~0").replace("/", "~1");
        visitor.onText(Place.PROPERTY, place, name);
        visitValue(place, child, depth + 1, visitor);
      });
    } else if (value instanceof List<?> array) {
      visitor.onNested(path, array, depth);
      for (int i = 0; i < array.size(); i++) {
        visitValue(path + "/" + i, array.get(i), depth + 1, visitor);
      }
    }
  }
}
