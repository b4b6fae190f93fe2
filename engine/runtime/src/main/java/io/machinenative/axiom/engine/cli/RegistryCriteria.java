package io.machinenative.axiom.engine.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which records are asked for, as options. */
final class RegistryCriteria {
  @Parameters(
      arity = "0..1",
      paramLabel = "PREFIX",
      description = "A word of the name or the title begins so.")
  private Optional<String> prefix = Optional.empty();

  @Option(names = "--kind", paramLabel = "KIND", description = "tool, service, plugin ...")
  private Optional<String> kind = Optional.empty();

  @Option(names = "--name", paramLabel = "NAME", description = "The whole name.")
  private Optional<String> name = Optional.empty();

  @Option(names = "--versions", paramLabel = "RANGE", description = "Such as ^1.2 or [1.0,2.0).")
  private Optional<String> versions = Optional.empty();

  @Option(names = "--platform", paramLabel = "TEXT", description = "The platform.")
  private Optional<String> platform = Optional.empty();

  @Option(names = "--type", paramLabel = "TEXT", description = "The type.")
  private Optional<String> type = Optional.empty();

  @Option(names = "--category", paramLabel = "TEXT", description = "The category.")
  private Optional<String> category = Optional.empty();

  @Option(names = "--region", paramLabel = "TEXT", description = "The region.")
  private Optional<String> region = Optional.empty();

  @Option(names = "--zone", paramLabel = "TEXT", description = "The zone.")
  private Optional<String> zone = Optional.empty();

  @Option(names = "--tag", paramLabel = "TAG", description = "May be given again: all of them.")
  private List<String> tags = List.of();

  @Option(
      names = "--capability",
      paramLabel = "TEXT",
      description = "May be given again: all of them.")
  private List<String> capabilities = List.of();

  @Option(names = "--status", paramLabel = "STATUS", description = "Again: any of them.")
  private List<String> statuses = List.of();

  @Option(names = "--health", paramLabel = "HEALTH", description = "Again: any of them.")
  private List<String> healths = List.of();

  @Option(
      names = "--sort",
      paramLabel = "FIELD",
      description = "name (default), registered-at, updated-at or status.")
  private Optional<String> sort = Optional.empty();

  @Option(names = "--descending", description = "The last first.")
  private boolean descending;

  /** As {@code registry.query} takes them. */
  Map<String, Object> toArguments() {
    Map<String, Object> arguments = new LinkedHashMap<>();
    prefix.ifPresent(value -> arguments.put("textPrefix", value));
    kind.ifPresent(value -> arguments.put("kind", value));
    name.ifPresent(value -> arguments.put("name", value));
    versions.ifPresent(value -> arguments.put("versions", value));
    platform.ifPresent(value -> arguments.put("platform", value));
    type.ifPresent(value -> arguments.put("type", value));
    category.ifPresent(value -> arguments.put("category", value));
    region.ifPresent(value -> arguments.put("region", value));
    zone.ifPresent(value -> arguments.put("zone", value));
    arguments.put("tags", tags);
    arguments.put("capabilities", capabilities);
    arguments.put("statuses", statuses);
    arguments.put("healths", healths);
    sort.ifPresent(value -> arguments.put("sort", value));
    arguments.put("descending", descending);
    return arguments;
  }
}
