package io.machinenative.axiom.testkit.keys;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.client.AxiomClient;
import io.machinenative.axiom.client.CallOptions;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.engine.Engine;
import io.machinenative.axiom.engine.base.Mount;
import io.machinenative.axiom.engine.json.Json;
import io.machinenative.axiom.plugins.aes.AesPlugin;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A server with the plugin aes, and a client of it. One thread's. */
final class KeyServer implements AutoCloseable {
  private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(60);

  private final Engine engine;
  private final AxiomClient client;

  KeyServer(Path directory) {
    engine =
        Engine.builder()
            .mount(Mount.SHARED)
            .listen("inproc:keys")
            .dataDirectory(directory)
            .plugin(new AesPlugin(), AesPlugin.manifest())
            .start();
    client = AxiomClient.builder().inproc(engine.inproc()).connect();
  }

  private Map<?, ?> call(String tool, Map<String, ?> arguments) {
    byte[] text = Json.text(arguments).getBytes(UTF_8);
    CallOptions patiently = new CallOptions().deadlineNs(DEADLINE_NS);
    return (Map<?, ?>) Json.read(client.call(tool, ContentType.JSON, text, patiently).bytes());
  }

  /** A container in Base64. */
  String seal(String content) {
    String data = Base64.getEncoder().encodeToString(content.getBytes(UTF_8));
    return (String) call("aes.encrypt-bytes", Map.of("data", data)).get("data");
  }

  String open(String container) {
    Object data = call("aes.decrypt-bytes", Map.of("data", container)).get("data");
    return new String(Base64.getDecoder().decode((String) data), UTF_8);
  }

  /** The id of the key that seals from now on. */
  String rotate() {
    return (String) call("aes.rotate-key", Map.of()).get("primary");
  }

  /** The ids of all keys; one of them must seal. */
  List<String> keyIds() {
    List<?> keys = (List<?>) call("aes.keys", Map.of()).get("keys");
    long primaries =
        keys.stream().filter(key -> "primary".equals(((Map<?, ?>) key).get("state"))).count();
    if (primaries != 1) {
      throw new IllegalStateException("expected one key that seals, actual " + keys);
    }
    return keys.stream().map(key -> (String) ((Map<?, ?>) key).get("id")).toList();
  }

  /** What is wrong with the audit log; empty when nothing is. */
  String auditFault() {
    return (String) call("aes.audit", Map.of()).get("fault");
  }

  @Override
  public void close() {
    client.close();
    engine.close();
  }
}
