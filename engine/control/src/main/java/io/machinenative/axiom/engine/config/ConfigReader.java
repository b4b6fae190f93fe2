package io.machinenative.axiom.engine.config;

import io.machinenative.axiom.api.Icon;
import io.machinenative.axiom.engine.base.EngineLimits;
import io.machinenative.axiom.engine.base.Mount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads a configuration file: YAML, the keys of {@link ConfigKey}, nothing else. */
public final class ConfigReader {
  private final Map<String, Object> values;
  private final String source;

  private ConfigReader(Map<String, Object> values, String source) {
    this.values = values;
    this.source = source;
  }

  /**
   * Reads a file.
   *
   * @throws ConfigException when it cannot be read, has a key that is not known, or a value that
   *     does not fit
   */
  public static EngineConfig read(Path file) {
    return file(file).config();
  }

  /** As {@link #read}, with the values of all keys. */
  public static ConfigFile file(Path file) {
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw new ConfigException("the configuration file " + file + " cannot be read: " + e, e);
    }
    return file(text, file.toString());
  }

  /** Reads a text; {@code source} names it in errors. */
  public static EngineConfig parse(String text, String source) {
    return file(text, source).config();
  }

  /** As {@link #parse}, with the values of all keys. */
  public static ConfigFile file(String text, String source) {
    Object root = Yaml.read(text, source);
    Map<String, Object> flat = new LinkedHashMap<>();
    if (root != null) {
      flatten("", root, flat, source);
    }
    EngineConfig config = fromValues(flat, source);
    Map<ConfigKey, String> values = new EnumMap<>(ConfigKey.class);
    for (ConfigKey key : ConfigKey.values()) {
      Object value = flat.get(key.path());
      values.put(key, value == null ? key.defaultValue() : value.toString());
    }
    return new ConfigFile(text, values, config);
  }

  private static void flatten(String prefix, Object node, Map<String, Object> flat, String source) {
    if (!(node instanceof Map<?, ?> map)) {
      throw new ConfigException(
          source
              + ": expected keys and values"
              + (prefix.isEmpty() ? "" : " below " + prefix.substring(0, prefix.length() - 1))
              + ", got '"
              + node
              + "'");
    }
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      String path = prefix + entry.getKey();
      if (isGroup(path)) {
        flatten(path + ".", entry.getValue(), flat, source);
      } else {
        flat.put(path, entry.getValue());
      }
    }
  }

  private static boolean isGroup(String path) {
    return Arrays.stream(ConfigKey.values()).anyMatch(key -> key.path().startsWith(path + "."));
  }

  /** Values by path, as YAML gives them. */
  static EngineConfig fromValues(Map<String, Object> values, String source) {
    for (String path : values.keySet()) {
      if (Arrays.stream(ConfigKey.values()).noneMatch(key -> key.path().equals(path))) {
        throw new ConfigException(source + ": there is no key " + path + "; known are " + known());
      }
    }
    return new ConfigReader(values, source).build();
  }

  private static String known() {
    return Arrays.stream(ConfigKey.values()).map(ConfigKey::path).collect(Collectors.joining(", "));
  }

  private EngineConfig build() {
    return new EngineConfig(
        text(ConfigKey.NAME),
        list(ConfigKey.LISTEN),
        path(ConfigKey.DATA),
        threads(),
        new EngineConfig.Plugins(
            path(ConfigKey.PLUGINS),
            path(ConfigKey.PLUGIN_TRUST),
            flag(ConfigKey.PLUGIN_MANAGE),
            duration(ConfigKey.PLUGIN_DRAIN)),
        new EngineConfig.Aeron(path(ConfigKey.AERON_DIRECTORY), flag(ConfigKey.AERON_EXTERNAL)),
        auth(),
        Entries.of(value(ConfigKey.LIMITS_RATES), where(ConfigKey.LIMITS_RATES), RateConfig::read),
        new SecretsConfig(path(ConfigKey.SECRETS_FOLDER), optional(ConfigKey.SECRETS_ENVIRONMENT)),
        new EngineConfig.Registry(
            number(ConfigKey.REGISTRY_RECORDS), flag(ConfigKey.REGISTRY_SYNC)),
        new EngineConfig.Pipelines(
            path(ConfigKey.PIPELINES_FOLDER), list(ConfigKey.PIPELINES_OPEN)),
        tls(),
        edge(),
        UpstreamReader.read(values.get(ConfigKey.UPSTREAMS.path()), source),
        limits());
  }

  private EngineConfig.Threads threads() {
    return new EngineConfig.Threads(
        optional(ConfigKey.MOUNT).map(this::mount),
        optional(ConfigKey.WORKERS).map(value -> number(ConfigKey.WORKERS)),
        optional(ConfigKey.CPUS).map(this::cpus).orElse(List.of()));
  }

  private AuthConfig auth() {
    Optional<String> resource = optional(ConfigKey.AUTH_RESOURCE);
    try {
      return new AuthConfig(
          optional(ConfigKey.AUTH_TOKEN),
          flag(ConfigKey.AUTH_ANONYMOUS),
          path(ConfigKey.AUTH_KEYS),
          Entries.of(
              value(ConfigKey.AUTH_JWT),
              where(ConfigKey.AUTH_JWT),
              entry -> AuthConfig.Jwt.read(entry, resource)),
          Entries.of(
              value(ConfigKey.AUTH_CERTIFICATES),
              where(ConfigKey.AUTH_CERTIFICATES),
              AuthConfig.Certificate::read),
          Entries.of(
              value(ConfigKey.AUTH_RULES), where(ConfigKey.AUTH_RULES), AuthConfig.Rule::read),
          optional(ConfigKey.AUTH_FAILURES).map(Frequency::parse),
          resource,
          list(ConfigKey.AUTH_SERVERS));
    } catch (IllegalArgumentException e) {
      throw new ConfigException(source + ": auth: " + e.getMessage(), e);
    }
  }

  /** As YAML gives it, or the default as YAML would. */
  private Object value(ConfigKey key) {
    Object value = values.get(key.path());
    return value == null ? Yaml.read(key.defaultValue(), key.path()) : value;
  }

  private String where(ConfigKey key) {
    return source + ": " + key.path();
  }

  private Optional<TlsConfig> tls() {
    Optional<Path> certificate = path(ConfigKey.TLS_CERTIFICATE);
    Optional<Path> key = path(ConfigKey.TLS_KEY);
    if (certificate.isPresent() != key.isPresent()) {
      throw new ConfigException(
          source + ": tls: expected a certificate and its key, got only one of them");
    }
    try {
      TlsConfig config =
          new TlsConfig(
              certificate.orElse(Path.of("")),
              key.orElse(Path.of("")),
              path(ConfigKey.TLS_CLIENT_CA),
              text(ConfigKey.TLS_CLIENT_AUTH),
              list(ConfigKey.TLS_VERSIONS));
      return certificate.map(_ -> config);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(source + ": tls: " + e.getMessage(), e);
    }
  }

  private EdgeConfig edge() {
    try {
      return new EdgeConfig(
          optional(ConfigKey.EDGE_HTTP),
          list(ConfigKey.EDGE_HOSTS),
          list(ConfigKey.EDGE_ORIGINS),
          size(ConfigKey.EDGE_BODY),
          size(ConfigKey.EDGE_HEAD),
          number(ConfigKey.EDGE_CONNECTIONS),
          number(ConfigKey.EDGE_STREAMS),
          size(ConfigKey.EDGE_COMPRESS),
          duration(ConfigKey.EDGE_IDLE),
          duration(ConfigKey.EDGE_REQUEST),
          duration(ConfigKey.EDGE_SESSION_IDLE),
          duration(ConfigKey.EDGE_INPUT),
          duration(ConfigKey.EDGE_KEEP_ALIVE),
          new TaskConfig(
              number(ConfigKey.EDGE_TASKS),
              size(ConfigKey.EDGE_TASK_BYTES),
              duration(ConfigKey.EDGE_TASK_TTL)),
          flag(ConfigKey.EDGE_CONSOLE),
          optional(ConfigKey.EDGE_ICON).map(src -> Icon.of(src, "")));
    } catch (IllegalArgumentException e) {
      throw new ConfigException(source + ": edge: " + e.getMessage(), e);
    }
  }

  private EngineLimits limits() {
    try {
      return new EngineLimits(
          number(ConfigKey.LIMITS_SESSIONS),
          size(ConfigKey.LIMITS_MESSAGE),
          number(ConfigKey.LIMITS_CREDIT),
          number(ConfigKey.LIMITS_SLOTS),
          size(ConfigKey.LIMITS_SLOT_BYTES),
          number(ConfigKey.LIMITS_LANE),
          number(ConfigKey.LIMITS_BLOCKING),
          Quantity.bytes(text(ConfigKey.LIMITS_POOL)),
          duration(ConfigKey.LIMITS_HEARTBEAT),
          duration(ConfigKey.LIMITS_HELLO),
          duration(ConfigKey.LIMITS_SLOW_CONSUMER),
          duration(ConfigKey.LIMITS_DRAIN));
    } catch (IllegalArgumentException e) {
      throw new ConfigException(source + ": limits: " + e.getMessage(), e);
    }
  }

  private String text(ConfigKey key) {
    Object value = values.get(key.path());
    if (value == null) {
      return key.defaultValue();
    }
    if (value instanceof Map || value instanceof List) {
      throw wrong(key, value);
    }
    return value.toString();
  }

  private Optional<String> optional(ConfigKey key) {
    return Optional.of(text(key)).filter(value -> !value.isEmpty());
  }

  private Optional<Path> path(ConfigKey key) {
    return optional(key).map(Path::of);
  }

  private List<String> list(ConfigKey key) {
    Object value = values.get(key.path());
    return value == null ? defaultList(key) : list(key, value);
  }

  /** Words in brackets. Without the YAML library: most servers have nothing else to read by it. */
  private static List<String> defaultList(ConfigKey key) {
    String text = key.defaultValue();
    assert text.startsWith("[") && text.endsWith("]") : key + " has no list for its default";
    String words = text.substring(1, text.length() - 1).replace("\"", "");
    return words.isEmpty() ? List.of() : List.of(words.split(", "));
  }

  private List<String> list(ConfigKey key, Object value) {
    return switch (value) {
      case String one -> List.of(one);
      case List<?> many when many.stream().allMatch(String.class::isInstance) ->
          many.stream().map(String.class::cast).toList();
      default -> throw wrong(key, value);
    };
  }

  private int number(ConfigKey key) {
    String value = text(key);
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException _) {
      throw wrong(key, value);
    }
  }

  private boolean flag(ConfigKey key) {
    return switch (text(key)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw wrong(key, text(key));
    };
  }

  private int size(ConfigKey key) {
    try {
      return Math.toIntExact(Quantity.bytes(text(key)));
    } catch (ConfigException | ArithmeticException _) {
      throw wrong(key, text(key));
    }
  }

  private long duration(ConfigKey key) {
    try {
      return Quantity.nanoseconds(text(key));
    } catch (ConfigException _) {
      throw wrong(key, text(key));
    }
  }

  private List<Integer> cpus(String value) {
    try {
      return CpuList.parse(value);
    } catch (ConfigException _) {
      throw wrong(ConfigKey.CPUS, value);
    }
  }

  private Mount mount(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "dedicated" -> Mount.DEDICATED;
      case "shared" -> Mount.SHARED;
      default -> throw wrong(ConfigKey.MOUNT, value);
    };
  }

  private ConfigException wrong(ConfigKey key, Object value) {
    return new ConfigException(
        source + ": " + key.path() + ": expected a " + key.kind().form() + ", got '" + value + "'");
  }
}
