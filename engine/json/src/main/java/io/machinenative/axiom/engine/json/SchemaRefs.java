package io.machinenative.axiom.engine.json;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * How large a schema is once its references are followed. A short one may say "twice what is there"
 * sixty times, and nobody can hold that: it is refused before anybody compiles it. Used by one
 * thread, once.
 */
final class SchemaRefs {
  /** Nodes of a schema, references followed. */
  private static final long MAX_NODES = 200_000;

  /** From here on a check is looked after. */
  private static final long HEAVY_NODES = 500;

  /** What a reference to a metaschema counts: more than any has. */
  private static final long METASCHEMA_NODES = 2_000;

  /** Of a node whose size is being counted. */
  private static final long OPEN = 0;

  /** Keywords whose value is a value, whatever it looks like. */
  private static final Set<String> DATA = Set.of("const", "enum", "default", "examples");

  /** Keywords whose value holds schemas by names of their own, which are no keywords. */
  private static final Set<String> NAMED =
      Set.of(
          "properties",
          "patternProperties",
          "$defs",
          "definitions",
          "dependentSchemas",
          "dependencies");

  private boolean leadsBack;
  private long nodes;
  private final Map<String, JsonNode> ids = new HashMap<>();
  private final Map<String, JsonNode> anchors = new HashMap<>();
  private final Map<JsonNode, Long> sizes = new IdentityHashMap<>();

  private SchemaRefs(JsonNode root) {
    collectAnchors(root);
  }

  /**
   * @throws IllegalArgumentException when a reference leads out of the schema or nowhere, or the
   *     whole is too large
   */
  static SchemaRefs of(JsonNode schema) {
    SchemaRefs refs = new SchemaRefs(schema);
    refs.nodes = refs.size(schema, schema);
    if (refs.nodes > MAX_NODES) {
      throw new IllegalArgumentException(
          "expected a JSON Schema of at most " + MAX_NODES + " parts with its references followed");
    }
    return refs;
  }

  /** Whether it refers to itself, or is so large that a check of a large value may take long. */
  boolean isHeavy() {
    return leadsBack || nodes > HEAVY_NODES;
  }

  private void collectAnchors(JsonNode node) {
    if (node.isObject() && node.get("$anchor") instanceof JsonNode anchor && anchor.isString()) {
      anchors.putIfAbsent(anchor.asString(), node);
    }
    if (node.isObject() && node.get("$id") instanceof JsonNode id && id.isString()) {
      ids.putIfAbsent(id.asString(), node);
    }
    members(node, this::collectAnchors);
  }

  /** Schemas right below a schema, or below a list of schemas. */
  private static void members(JsonNode node, Consumer<JsonNode> each) {
    if (!node.isObject()) {
      node.values().forEach(each);
      return;
    }
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      if (NAMED.contains(member.getKey()) && member.getValue().isObject()) {
        member.getValue().values().forEach(each);
      } else if (!DATA.contains(member.getKey())) {
        each.accept(member.getValue());
      }
    }
  }

  /**
   * What leads back to itself counts once.
   *
   * @param around where its references begin, unless it says so itself
   */
  private long size(JsonNode node, JsonNode around) {
    Long known = sizes.get(node);
    if (known != null) {
      leadsBack |= known == OPEN;
      return Math.max(1, known);
    }
    sizes.put(node, OPEN);
    JsonNode base = isBase(node) ? node : around;
    Sum sum = new Sum();
    sum.add(values(node));
    members(node, child -> sum.add(size(child, base)));
    if (node.isObject()) {
      for (String keyword : new String[] {"$ref", "$dynamicRef"}) {
        if (node.get(keyword) instanceof JsonNode ref && ref.isString()) {
          sum.add(sizeOf(ref.asString(), base));
        }
      }
    }
    sizes.put(node, sum.total);
    return sum.total;
  }

  /** A number of nodes that goes no further than past the most there may be. */
  private static final class Sum {
    private long total = 1;

    void add(long size) {
      total = Math.min(total + size, MAX_NODES + 1);
    }
  }

  /** Nodes of the values that a schema names: nothing in them is a reference. */
  private static long values(JsonNode schema) {
    long size = 0;
    if (schema.isObject()) {
      for (String keyword : DATA) {
        size += schema.get(keyword) instanceof JsonNode value ? count(value) : 0;
      }
    }
    return size;
  }

  private static long count(JsonNode value) {
    long size = 1;
    for (JsonNode child : value.values()) {
      size += count(child);
    }
    return size;
  }

  /** A schema with an id is a document of its own; one with a fragment alone is an old anchor. */
  private static boolean isBase(JsonNode node) {
    return node.isObject()
        && node.get("$id") instanceof JsonNode id
        && id.isString()
        && !id.asString().startsWith("#");
  }

  private long sizeOf(String ref, JsonNode base) {
    return JsonSchema.isMetaschema(ref) ? METASCHEMA_NODES : size(target(ref, base), base);
  }

  private JsonNode target(String ref, JsonNode base) {
    JsonNode found = ids.get(ref);
    if (found != null) {
      return found;
    } else if (ref.equals("#")) {
      found = base;
    } else if (ref.startsWith("#/")) {
      found = base.at(pointer(ref));
    } else if (ref.startsWith("#")) {
      found = anchors.get(ref.substring(1));
    }
    if (found == null || found.isMissingNode()) {
      throw new IllegalArgumentException(
          "expected a JSON Schema that stands alone, got a reference to " + ErrorText.of(ref));
    }
    return found;
  }

  /** The JSON pointer of a fragment, in which some characters may be written with percent signs. */
  private static String pointer(String ref) {
    try {
      return new URI(ref).getFragment();
    } catch (URISyntaxException _) {
      return ref.substring(1); // with characters that should have been
    }
  }
}
