package io.machinenative.axiom.engine.config;

import io.machinenative.axiom.engine.config.ConfiguredText.Source;
import io.machinenative.axiom.engine.config.UpstreamConfig.Breaker;
import io.machinenative.axiom.engine.config.UpstreamConfig.Era;
import io.machinenative.axiom.engine.config.UpstreamConfig.Timeouts;
import io.machinenative.axiom.engine.json.Finding;
import io.machinenative.axiom.engine.json.Json;
import io.machinenative.axiom.engine.json.JsonSchema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads what a configuration says of upstream servers: its schema first, then its values. */
final class UpstreamReader {
  private static final String SCHEMA_FILE = "upstreams.schema.json";

  private UpstreamReader() {}

  /**
   * @param value as YAML gives it
   * @param source names it in errors
   * @return in the order of the file
   * @throws ConfigException with everything that does not fit
   */
  static List<UpstreamConfig> read(Object value, String source) {
    if (value == null) {
      return List.of();
    }
    // compiled where it is needed: most servers have none
    List<Finding> findings = JsonSchema.compile(schema()).check(Json.write(value));
    if (!findings.isEmpty()) {
      throw new ConfigException(
          source
              + ": upstreams"
              + findings.stream().map(Finding::toString).collect(Collectors.joining("; ")));
    }
    List<UpstreamConfig> upstreams = new ArrayList<>();
    map(value)
        .forEach((name, one) -> {
          try {
            upstreams.add(upstream(name, map(one)));
          } catch (IllegalArgumentException | ConfigException e) {
            throw new ConfigException(source + ": upstreams/" + name + ": " + e.getMessage(), e);
          }
        });
    return upstreams;
  }

  private static UpstreamConfig upstream(String name, Map<String, Object> values) {
    Map<String, Object> times = map(values.get("timeouts"));
    Map<String, Object> breaker = map(values.get("breaker"));
    Timeouts usual = values.containsKey("command") ? Timeouts.OF_CHILDREN : Timeouts.DEFAULTS;
    return new UpstreamConfig(
        name,
        place(values),
        values.getOrDefault("namespace", name).toString(),
        texts(values.get("headers")),
        Optional.ofNullable(values.get("token")).map(UpstreamReader::text),
        switch (values.getOrDefault("era", "auto").toString()) {
          case "auto" -> Era.AUTO;
          case "older" -> Era.OLDER;
          default -> Era.NEWER;
        },
        list(values.get("allow")),
        list(values.get("deny")),
        number(values, "concurrency", UpstreamConfig.CONCURRENCY),
        values.containsKey("body")
            ? Math.toIntExact(Quantity.bytes(values.get("body").toString()))
            : UpstreamConfig.BODY_BYTES,
        number(values, "tools", UpstreamConfig.LIST_LIMIT),
        !Boolean.FALSE.equals(values.get("check")),
        new Timeouts(
            duration(times, "connect", usual.connectNs()),
            duration(times, "silence", Timeouts.DEFAULTS.silenceNs()),
            duration(times, "call", Timeouts.DEFAULTS.callNs()),
            duration(times, "refresh", Timeouts.DEFAULTS.refreshNs())),
        new Breaker(
            number(breaker, "failures", Breaker.DEFAULTS.failures()),
            duration(breaker, "pause", Breaker.DEFAULTS.pauseNs())));
  }

  private static UpstreamConfig.Place place(Map<String, Object> values) {
    if (values.containsKey("url")) {
      return new UpstreamConfig.Remote(
          URI.create(values.get("url").toString()), path(values.get("ca")));
    }
    return new UpstreamConfig.Child(
        list(values.get("command")),
        texts(values.get("environment")),
        path(values.get("directory")));
  }

  private static Optional<Path> path(Object value) {
    return Optional.ofNullable(value).map(place -> Path.of(place.toString()));
  }

  private static Map<String, ConfiguredText> texts(Object value) {
    Map<String, ConfiguredText> texts = new LinkedHashMap<>();
    map(value).forEach((name, one) -> texts.put(name, text(one)));
    return texts;
  }

  private static ConfiguredText text(Object value) {
    if (!(value instanceof Map<?, ?> place)) {
      return ConfiguredText.of(value.toString());
    }
    Map.Entry<?, ?> only = place.entrySet().iterator().next();
    Source source =
        switch (only.getKey().toString()) {
          case "env" -> Source.ENVIRONMENT;
          case "file" -> Source.FILE;
          default -> Source.SECRET;
        };
    return new ConfiguredText(source, only.getValue().toString());
  }

  private static int number(Map<String, Object> map, String name, int otherwise) {
    return map.containsKey(name) ? ((Number) map.get(name)).intValue() : otherwise;
  }

  private static long duration(Map<String, Object> map, String name, long otherwiseNs) {
    return map.containsKey(name) ? Quantity.nanoseconds((String) map.get(name)) : otherwiseNs;
  }

  private static List<String> list(Object value) {
    return value instanceof List<?> list ? list.stream().map(Object::toString).toList() : List.of();
  }

  private static Map<String, Object> map(Object value) {
    Map<String, Object> named = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, one) -> named.put(String.valueOf(key), one));
    }
    return named;
  }

  private static String schema() {
    try (InputStream in = UpstreamReader.class.getResourceAsStream(SCHEMA_FILE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
