package io.machinenative.axiom.engine.edge.mcp;

import io.machinenative.axiom.api.InputRequest;
import io.machinenative.axiom.api.TaskSupport;
import io.machinenative.axiom.engine.access.Caller;
import io.machinenative.axiom.engine.edge.call.CallPort;
import io.machinenative.axiom.engine.edge.call.CallRequest;
import io.machinenative.axiom.engine.edge.json.ByteSink;
import io.machinenative.axiom.engine.edge.json.JsonScanner;
import io.machinenative.axiom.engine.edge.json.Members;
import io.machinenative.axiom.engine.edge.task.KeptTask;
import io.machinenative.axiom.engine.edge.task.RunningTask;
import io.machinenative.axiom.engine.edge.task.TaskShelf;
import io.machinenative.axiom.engine.edge.task.TaskStatus;
import io.machinenative.axiom.engine.json.Json;
import io.machinenative.axiom.engine.pipeline.Route;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A call that is a task, or may become one: the place its answer goes. Before the task begins that
 * is the client, which then gets the task instead; what comes later is put on the shelf.
 *
 * <p>The call has a session with the engine of its own, since it outlives its connection.
 *
 * <p>Owned by the ingress thread, but for what {@link RunningTask} has.
 */
final class TaskCall implements McpReply, RunningTask {
  private static final int LONGEST_MESSAGE = 1000;
  private static final byte[] NOTHING = new byte[0];

  private final McpServer server;
  private final TaskShelf shelf;
  private final McpRequest asked;
  private final McpReply client;
  private final Route tool;
  private final CallPort port;
  private final Map<String, Open> open = new LinkedHashMap<>();
  private final Map<String, Map<String, Object>> answers = new LinkedHashMap<>();
  private final Set<String> usedKeys = new HashSet<>();
  private EngineCall call;
  private KeptTask kept;
  private boolean announced;

  /** A question that has no answer yet, and the handler's key for it. */
  private record Open(String key, InputRequest question) {}

  TaskCall(McpServer server, McpRequest asked, Route tool) {
    this.server = server;
    this.shelf = server.shelf();
    this.asked = asked;
    this.client = asked.reply();
    this.tool = tool;
    this.port = client.port().apart();
  }

  /**
   * Calls the tool.
   *
   * @throws RpcException when the request carries a state that is not valid, or there is no room
   *     for a tool that is a task alone
   */
  void start(ToolForm form, CallRequest arguments) {
    if (arguments.payloadLength() > shelf.config().bytes()) {
      throw RpcException.invalidParams(
          "expected arguments of at most "
              + shelf.config().bytes()
              + " bytes, got "
              + arguments.payloadLength());
    }
    boolean atOnce = !tool.tasks().onDemand();
    McpRequest request =
        new McpRequest(server, this, asked.envelope(), true, atOnce ? null : asked.session());
    call = new EngineCall(server, request, form, this);
    if (atOnce && !begin() && tool.tasks().support() == TaskSupport.REQUIRED) {
      throw new RpcException(200, RpcError.INTERNAL, "there are too many tasks: try later", null);
    }
    try {
      call.start(arguments);
    } catch (RpcException e) {
      abandon();
      throw e;
    }
  }

  private void abandon() {
    if (kept != null) {
      KeptTask dropped = kept;
      kept = null;
      shelf.drop(dropped);
    }
  }

  /**
   * Makes the call a task, if there is room, and tells the client as soon as the task is kept.
   *
   * @return whether it is one now
   */
  boolean begin() {
    if (kept == null) {
      kept = shelf.add(asked.owner(), tool.name(), this);
      if (kept != null) {
        client.onGone(this::onClientGone);
        shelf.keep(kept, done -> server.outbox().surely(() -> announce(done)));
      }
    }
    return kept != null;
  }

  /** Whether the call is a task. */
  boolean isBegun() {
    return kept != null;
  }

  private void announce(boolean isKept) {
    if (announced || kept == null) {
      return;
    }
    announced = true;
    if (!isKept) {
      asked.fail(200, RpcError.INTERNAL, "the task cannot be recorded", null);
      call.cancel();
      abandon();
      return;
    }
    ByteSink sink = asked.beginOpen().put("\"resultType\":\"task\",");
    TaskForm.write(sink, kept.task());
    asked.finish(sink);
  }

  /** Nobody was told of the task: it is not wanted. */
  private void onClientGone() {
    if (!announced) {
      announced = true;
      call.cancel();
      abandon();
    }
  }

  private boolean isRunning() {
    return kept != null && !kept.task().status().isTerminal();
  }

  // ── what the tool says ─────────────────────────────────────────────────────

  /** The tool cannot go on before its questions are answered. */
  void onAsked(Map<String, InputRequest> questions) {
    open.clear();
    answers.clear();
    questions.forEach((key, question) -> open.put(unusedKey(key), new Open(key, question)));
    showOpen();
  }

  /** A key means one question, also when its answer was none and it is asked again. */
  private String unusedKey(String key) {
    String free = key;
    for (int i = 2; !usedKeys.add(free); i++) {
      free = key + "-" + i;
    }
    return free;
  }

  private void showOpen() {
    Map<String, InputRequest> questions = new LinkedHashMap<>();
    open.forEach((key, one) -> questions.put(key, one.question()));
    byte[] json = Interactions.questions(questions);
    if (json.length > shelf.config().bytes()) {
      call.onNoAnswer("the tool asks more than fits into a task");
    } else {
      change(TaskStatus.INPUT_REQUIRED, "", json);
    }
  }

  void onProgress(String message) {
    if (!message.isEmpty() && isRunning()) {
      change(TaskStatus.WORKING, message, NOTHING);
    }
  }

  private void change(TaskStatus status, String message, byte[] detail) {
    String text =
        message.length() > LONGEST_MESSAGE ? message.substring(0, LONGEST_MESSAGE) : message;
    shelf.change(kept, status, text, detail);
  }

  @Override
  public void answer(int httpStatus, ByteSink message) {
    if (kept == null) {
      client.answer(httpStatus, message);
    } else if (isRunning()) {
      complete(message);
    }
    port.close();
  }

  private void complete(ByteSink message) {
    Members members = new Members();
    new JsonScanner()
        .wrap(message.bytes(), 0, message.length())
        .requireObject(new Members[] {members}, new byte[0][]);
    int result = members.find(Envelope.RESULT);
    if (result == Members.ABSENT) {
      fail(members.copy(members.find(Envelope.ERROR)));
      return;
    }
    int length = members.valueEnd(result) - members.valueStart(result);
    int most = shelf.config().bytes();
    if (length > most) {
      fail(TaskShelf.errorOf("the result has " + length + " bytes, a task may have " + most));
    } else {
      change(TaskStatus.COMPLETED, "", members.copy(result));
    }
  }

  private void fail(byte[] error) {
    String why =
        Json.read(error) instanceof Map<?, ?> map && map.get("message") instanceof String text
            ? text
            : "";
    change(TaskStatus.FAILED, why, error);
  }

  // ── what the client says of its task ───────────────────────────────────────

  @Override
  public void cancel() {
    server
        .outbox()
        .surely(() -> {
          if (isRunning()) {
            call.cancel();
          }
        });
  }

  @Override
  public void expire() {
    server
        .outbox()
        .surely(() -> {
          if (isRunning()) {
            fail(TaskShelf.errorOf("the task took longer than its time to live"));
            call.cancel();
          }
        });
  }

  @Override
  public void answer(Map<String, Map<String, Object>> responses) {
    server
        .outbox()
        .surely(() -> {
          if (isRunning() && !open.isEmpty()) {
            take(responses);
          }
        });
  }

  private void take(Map<String, Map<String, Object>> responses) {
    int before = open.size();
    responses.forEach((key, response) -> {
      Open one = open.remove(key);
      if (one != null) {
        answers.put(one.key(), response);
      }
    });
    if (open.isEmpty()) {
      change(TaskStatus.WORKING, "", NOTHING);
      call.repeatWith(answers);
    } else if (open.size() < before) {
      showOpen();
    }
  }

  // ── the place of the answer ────────────────────────────────────────────────

  @Override
  public boolean isOpen() {
    return kept == null ? client.isOpen() : isRunning();
  }

  @Override
  public void send(ByteSink message) {
    if (kept == null) {
      client.send(message);
    }
  }

  @Override
  public void accept() {
    client.accept();
  }

  /** The call was cancelled. */
  @Override
  public void end() {
    if (kept == null) {
      client.end();
    } else if (isRunning()) {
      change(TaskStatus.CANCELLED, "", NOTHING);
    }
    port.close();
  }

  @Override
  public void onGone(Runnable whatStops) {
    if (kept == null) {
      client.onGone(whatStops);
    }
  }

  @Override
  public String header(CharSequence name) {
    return client.header(name);
  }

  @Override
  public void field(String name, String value) {
    client.field(name, value);
  }

  @Override
  public boolean isHttp() {
    return client.isHttp();
  }

  @Override
  public Caller caller() {
    return client.caller();
  }

  @Override
  public int needsScope(String scope) {
    return client.needsScope(scope);
  }

  @Override
  public CallPort port() {
    return port;
  }
}
