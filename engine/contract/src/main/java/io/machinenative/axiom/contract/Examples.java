package io.machinenative.axiom.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.json.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Calls of a plugin's tools with what they answer. Collected by one thread; then immutable in
 * effect.
 *
 * <pre>{@code
 * new Examples()
 *     .answers("greet.hello", "{\"name\":\"Ada\"}", "{\"text\":\"Hello Ada!\"}")
 *     .refuses("greet.hello", "{\"name\":\"\"}", Status.INVALID_ARGUMENT);
 * }</pre>
 */
public final class Examples {
  private final List<Example> all = new ArrayList<>();

  /**
   * A call.
   *
   * @param fits what its answer must be
   * @param expected for people, when it is another one
   * @param refusal null when it is answered
   */
  record Example(
      String tool,
      ContentType contentType,
      byte[] payload,
      Predicate<byte[]> fits,
      String expected,
      Status refusal) {
    @Override
    public String toString() {
      return tool + " " + (contentType == ContentType.JSON ? new String(payload, UTF_8) : "bytes");
    }
  }

  /** A call with JSON that answers this JSON, whatever the order of names and the spaces. */
  public Examples answers(String tool, String json, String expected) {
    Object value = Json.read(expected);
    return answers(tool, json, reply -> value.equals(Json.read(reply)), expected);
  }

  /** A call with JSON whose answer, JSON too, fits. */
  public Examples answersLike(String tool, String json, Predicate<String> fits) {
    return answers(
        tool, json, reply -> fits.test(new String(reply, UTF_8)), "one that fits the example");
  }

  private Examples answers(String tool, String json, Predicate<byte[]> fits, String expected) {
    all.add(new Example(tool, ContentType.JSON, json.getBytes(UTF_8), fits, expected, null));
    return this;
  }

  /** A call with bytes that answers these bytes. */
  public Examples answers(String tool, byte[] payload, byte[] expected) {
    all.add(
        new Example(
            tool,
            ContentType.BINARY,
            payload.clone(),
            reply -> Arrays.equals(reply, expected),
            expected.length + " other bytes",
            null));
    return this;
  }

  /** A call with JSON that fits no use: the status that the caller gets. */
  public Examples refuses(String tool, String json, Status status) {
    all.add(
        new Example(
            tool, ContentType.JSON, json.getBytes(UTF_8), reply -> false, "" + status, status));
    return this;
  }

  List<Example> all() {
    return all;
  }

  Set<String> tools() {
    return all.stream()
        .filter(example -> example.refusal() == null)
        .map(Example::tool)
        .collect(Collectors.toSet());
  }
}
