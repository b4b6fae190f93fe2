package io.machinenative.axiom.engine.gateway;

import io.machinenative.axiom.engine.config.ConfiguredText;
import io.machinenative.axiom.engine.config.UpstreamConfig;
import io.machinenative.axiom.engine.gateway.link.HttpLink;
import io.machinenative.axiom.engine.gateway.link.Link;
import io.machinenative.axiom.engine.gateway.link.StdioLink;
import io.machinenative.axiom.engine.gateway.link.Stray;
import io.machinenative.axiom.engine.gateway.link.Trust;
import io.machinenative.axiom.engine.gateway.rpc.UpstreamException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Opens links to one upstream server, as its configuration says. Any thread; may wait for files.
 */
final class Opening {
  /** What a child gets of our environment: nothing that is a secret of ours. */
  private static final List<String> INHERITED =
      List.of(
          "PATH",
          "HOME",
          "USER",
          "LOGNAME",
          "SHELL",
          "TERM",
          "LANG",
          "LC_ALL",
          "TZ",
          "TMPDIR",
          "SYSTEMROOT",
          "TEMP",
          "USERPROFILE",
          "APPDATA",
          "LOCALAPPDATA");

  private final UpstreamConfig config;
  private final GatewayContext context;
  private final TextSource texts;

  Opening(UpstreamConfig config, GatewayContext context) {
    this.config = config;
    this.context = context;
    this.texts = new TextSource(System.getenv(), context.secrets());
  }

  Link link(Stray stray) throws UpstreamException {
    return switch (config.place()) {
      case UpstreamConfig.Remote remote -> http(remote);
      case UpstreamConfig.Child child ->
          StdioLink.start(process(child), config.bodyBytes(), context.daemons(), stray);
    };
  }

  private HttpLink http(UpstreamConfig.Remote remote) throws UpstreamException {
    return new HttpLink(
        remote.url(),
        remote.ca().isPresent() ? Optional.of(Trust.in(remote.ca().get())) : Optional.empty(),
        "axiom/" + context.version(),
        config.bodyBytes(),
        config.timeouts().connectNs(),
        context.virtual(),
        context.clock());
  }

  private ProcessBuilder process(UpstreamConfig.Child child) throws UpstreamException {
    ProcessBuilder process = new ProcessBuilder(child.command());
    process.environment().keySet().retainAll(INHERITED);
    for (Map.Entry<String, ConfiguredText> variable : child.environment().entrySet()) {
      process.environment().put(variable.getKey(), texts.find(variable.getValue()));
    }
    child.directory().ifPresent(folder -> process.directory(folder.toFile()));
    return process;
  }

  /** Header fields of every request. */
  Map<String, String> headers() throws UpstreamException {
    Map<String, String> headers = new LinkedHashMap<>();
    for (Map.Entry<String, ConfiguredText> header : new TreeMap<>(config.headers()).entrySet()) {
      headers.put(header.getKey(), texts.find(header.getValue()));
    }
    if (config.token().isPresent()) {
      headers.put("Authorization", "Bearer " + texts.find(config.token().get()));
    }
    return headers;
  }

  /** Where it is, for people. */
  static String describe(UpstreamConfig config) {
    return switch (config.place()) {
      case UpstreamConfig.Remote remote ->
          remote.url().getScheme() + "://" + remote.url().getAuthority() + remote.url().getPath();
      case UpstreamConfig.Child child -> child.command().getFirst();
    };
  }
}
