package io.machinenative.axiom.engine.edge.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.api.ClientFeature;
import io.machinenative.axiom.api.InputRequest;
import io.machinenative.axiom.api.LogLevel;
import io.machinenative.axiom.api.Principal;
import io.machinenative.axiom.engine.base.Sha256;
import io.machinenative.axiom.engine.edge.json.ByteSink;
import io.machinenative.axiom.engine.edge.json.JsonText;
import io.machinenative.axiom.engine.edge.json.Members;
import io.machinenative.axiom.engine.json.Json;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.EpochClock;

/**
 * Makes the interaction of a call from what its request says, and, in the newer era, carries it
 * from round to round through the client: answers and what the handler left, sealed, bound to
 * method, name and arguments, and valid for a while.
 *
 * <p>Owned by the ingress thread. A request of a client that cannot be asked costs one object.
 */
final class Interactions implements AutoCloseable {
  private static final byte[] STATE = JsonText.ascii("requestState");
  private static final byte[] RESPONSES = JsonText.ascii("inputResponses");
  private static final byte[] LOG_LEVEL = JsonText.ascii("io.modelcontextprotocol/logLevel");
  private static final byte[] NAME = JsonText.ascii("name");
  private static final byte[] URI = JsonText.ascii("uri");
  private static final byte[] ARGUMENTS = JsonText.ascii("arguments");
  private static final int EMPTY_OBJECT_BYTES = 2;

  private final EpochClock clock;
  private final long inputMs;

  /** Made at the start: linking its library takes longer than a client should wait. */
  private final StateSealer sealer;

  /**
   * @param inputNs how long a client may take for its answers
   */
  Interactions(SecureRandom random, EpochClock clock, long inputNs) {
    this.sealer = new StateSealer(random);
    this.clock = clock;
    this.inputMs = TimeUnit.NANOSECONDS.toMillis(inputNs);
  }

  /**
   * @param onTask is run, on any thread, when the handler says that the call is a task
   * @throws RpcException when the request's state was not sealed here, was changed, is of another
   *     request, or too old
   */
  ClientInteraction begin(McpRequest request, ClientInteraction.Log log, Runnable onTask) {
    Members params = request.params();
    Map<String, Map<String, Object>> answers = Map.of();
    String remembered = null;
    if (request.isStateless()
        && (params.find(STATE) != Members.ABSENT || params.find(RESPONSES) != Members.ABSENT)) {
      answers = new LinkedHashMap<>();
      remembered = open(request, answers);
      addResponses(params, answers);
    }
    return new ClientInteraction(
        features(request), answers, remembered, level(request), log, onTask);
  }

  private static Set<ClientFeature> features(McpRequest request) {
    if (!request.isStateless()) {
      return request.session() == null ? Set.of() : request.session().features();
    }
    Members meta = request.envelope().meta();
    int capabilities = meta.find(StatelessRules.CAPABILITIES_KEY);
    int length = meta.valueEnd(capabilities) - meta.valueStart(capabilities);
    return length == EMPTY_OBJECT_BYTES ? Set.of() : Greetings.features(capabilities, meta);
  }

  private static LogLevel level(McpRequest request) {
    if (request.isStateless()) {
      String label = request.envelope().meta().text(LOG_LEVEL);
      return label == null ? null : LogLevel.of(label);
    }
    return request.session() == null ? null : request.session().logLevel();
  }

  /** Answers what the handler left, and fills in the answers of earlier rounds. */
  private String open(McpRequest request, Map<String, Map<String, Object>> answers) {
    Members params = request.params();
    int state = params.find(STATE);
    if (state == Members.ABSENT) {
      return null;
    }
    byte[] opened = params.isText(state) ? sealer.open(params.text(state), binding(request)) : null;
    if (opened == null || !(Json.read(opened) instanceof Map<?, ?> sealed)) {
      throw RpcException.invalidParams(
          "requestState was not made here, was changed, or belongs to another request");
    }
    if (((Number) sealed.get("expires")).longValue() < clock.time()) {
      throw RpcException.invalidParams("requestState is too old: begin anew");
    }
    putObjects(sealed.get("answers"), answers);
    return sealed.get("left") instanceof String left ? left : null;
  }

  private static void addResponses(Members params, Map<String, Map<String, Object>> answers) {
    int responses = params.find(RESPONSES);
    if (responses != Members.ABSENT) {
      if (params.kind(responses) != '{') {
        throw RpcException.invalidParams("expected inputResponses that are an object");
      }
      putObjects(Json.read(params.copy(responses)), answers);
    }
  }

  /** What is no object is no answer, and is asked for again. */
  static void putObjects(Object from, Map<String, Map<String, Object>> answers) {
    if (from instanceof Map<?, ?> map) {
      map.forEach((key, value) -> {
        if (value instanceof Map<?, ?> answer) {
          answers.put(key.toString(), texts(answer));
        }
      });
    }
  }

  /** The same with keys that are known to be texts. */
  static Map<String, Object> texts(Map<?, ?> map) {
    Map<String, Object> copy = new LinkedHashMap<>();
    map.forEach((key, value) -> copy.put(key.toString(), value));
    return copy;
  }

  /** What a request state is bound to; computed while the request's parameters are there. */
  byte[] binding(McpRequest request) {
    MessageDigest digest = Sha256.begin();
    Principal principal = request.reply().caller().principal();
    for (String part : new String[] {principal.issuer(), principal.name()}) {
      digest.update(part.getBytes(UTF_8));
      digest.update((byte) 0);
    }
    digest.update((byte) principal.kind().ordinal());
    digest.update(request.envelope().method().getBytes(UTF_8));
    for (byte[] parameter : new byte[][] {NAME, URI, ARGUMENTS}) {
      digest.update((byte) 0);
      int index = request.params().find(parameter);
      if (index != Members.ABSENT) {
        Members params = request.params();
        int start = params.valueStart(index);
        digest.update(params.bytes(), start, params.valueEnd(index) - start);
      }
    }
    return digest.digest();
  }

  /** Questions as a client reads them: a JSON object. */
  static byte[] questions(Map<String, InputRequest> asked) {
    Map<String, Object> requests = new LinkedHashMap<>();
    asked.forEach((key, question) ->
        requests.put(key, Map.of("method", question.method(), "params", question.parameters())));
    return Json.write(requests);
  }

  /** Appends the members of a result that asks the client. */
  void writeQuestions(ByteSink sink, ClientInteraction interaction, byte[] binding) {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("expires", clock.time() + inputMs);
    state.put("answers", interaction.answers());
    state.put("left", interaction.left());
    sink.put("\"resultType\":\"input_required\",\"inputRequests\":")
        .put(questions(interaction.asked()));
    sink.put(",\"requestState\":").text(sealer.seal(Json.write(state), binding));
  }

  @Override
  public void close() {
    sealer.close();
  }
}
