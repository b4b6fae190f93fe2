package io.machinenative.axiom.engine.registry.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.engine.registry.model.Document;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Schemas side by side, migrations hop by hop, templates. */
class MetadataCatalogueTest {
  private static final SchemaId V1 = SchemaId.of("team@1.0.0");
  private static final SchemaId V2 = SchemaId.of("team@2.0.0");
  private static final SchemaId V3 = SchemaId.of("team@3.0.0");

  private final MetadataCatalogue catalogue =
      MetadataCatalogue.standard()
          .schema(schema(V1, "owner"))
          .schema(schema(V2, "team"))
          .schema(schema(V3, "team"))
          .migration(
              new Migration(
                  V1, V2, "owners are teams", true, List.of(Migration.rename("owner", "team"))))
          .migration(
              new Migration(
                  V2,
                  V3,
                  "teams are on call",
                  false,
                  List.of(Migration.preset("onCall", true), Migration.remove("pager"))))
          .migration(new Migration(V2, V1, "back", true, List.of()))
          .build();

  private static MetadataSchema schema(SchemaId id, String required) {
    return MetadataSchema.of(
        id, "{\"type\":\"object\",\"required\":[\"" + required + "\"]}", Set.of("pager"));
  }

  @Test
  void metadataMigrateHopByHop() {
    Document old = Document.parse("{\"owner\": \"core\", \"pager\": 7, \"x\": 1}");
    assertEquals(
        Document.parse("{\"team\":\"core\",\"x\":1,\"onCall\":true}"),
        catalogue.migrate(old, V1, V3));
    assertEquals(old, catalogue.migrate(old, V1, V1));
    List<Migration> way = catalogue.way(V1, V3);
    assertEquals(List.of(V2, V3), way.stream().map(Migration::to).toList());
    assertTrue(way.getFirst().breaking());
    assertThrows(IllegalArgumentException.class, () -> catalogue.migrate(old, V3, V1));
  }

  @Test
  void eachVersionChecksForItself() {
    Document metadata = Document.of(Map.of("owner", "core", "pager", 1));
    assertEquals(List.of(), catalogue.schema(V1).orElseThrow().check(metadata));
    assertEquals("/team", catalogue.schema(V2).orElseThrow().check(metadata).getFirst().path());
    assertEquals(List.of("pager"), catalogue.schema(V1).orElseThrow().deprecatedIn(metadata));
  }

  @Test
  void templatesBegin() {
    assertEquals(
        Document.parse("{\"owner\":\"core\",\"contact\":\"x\"}"),
        catalogue.fromTemplate("basic-service", Map.of("owner", "core", "contact", "x")));
    assertThrows(IllegalArgumentException.class, () -> catalogue.fromTemplate("none", Map.of()));
  }

  @Test
  void whatDoesNotFitTogetherIsRefused() {
    MetadataCatalogue.Builder builder = MetadataCatalogue.standard();
    MetadataSchema twice = MetadataSchema.of(SchemaId.of("service@1.0.0"), "{}", Set.of());
    assertThrows(IllegalArgumentException.class, () -> builder.schema(twice));
    Migration lost = new Migration(V1, V2, "", false, List.of());
    assertThrows(IllegalArgumentException.class, () -> builder.migration(lost));
    MetadataTemplate wrong =
        new MetadataTemplate("wrong", SchemaId.of("service@1.0.0"), Document.EMPTY);
    assertThrows(IllegalArgumentException.class, () -> builder.template(wrong));
    for (String none : List.of("", "a", "A@1.0.0", "a@1", "@1.0.0")) {
      assertThrows(IllegalArgumentException.class, () -> SchemaId.of(none), none);
    }
    assertThrows(IllegalArgumentException.class, () -> MetadataSchema.of(V1, "7", Set.of()));
  }
}
