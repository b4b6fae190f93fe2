package io.machinenative.axiom.engine.edge.websocket;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.engine.edge.call.CallRequest;
import io.machinenative.axiom.engine.edge.call.CallText;
import io.machinenative.axiom.engine.edge.json.JsonScanner;
import io.machinenative.axiom.engine.edge.json.JsonText;
import io.machinenative.axiom.engine.edge.json.Members;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

/**
 * What a client says on a WebSocket: {@code {"id":1,"call":"math.add","arguments":{}}}, {@code
 * {"cancel":1}}, {@code {"id":2,"list":"tools"}} or {@code {"id":3,"hello":"axk_..."}}. Reused;
 * valid as long as the bytes are. Owned by the ingress thread.
 */
final class JsonRequest {
  /** What is asked for. */
  enum Kind {
    HELLO,
    CALL,
    CANCEL,
    LIST
  }

  private static final byte[] ID = JsonText.ascii("id");
  private static final byte[] HELLO = JsonText.ascii("hello");
  private static final byte[] CALL = JsonText.ascii("call");
  private static final byte[] CANCEL = JsonText.ascii("cancel");
  private static final byte[] LIST = JsonText.ascii("list");
  private static final byte[] ARGUMENTS = JsonText.ascii("arguments");
  private static final byte[] TEXT = JsonText.ascii("text");
  private static final byte[] BASE64 = JsonText.ascii("base64");
  private static final byte[] TIMEOUT_MS = JsonText.ascii("timeoutMs");
  private static final byte[] PRIORITY = JsonText.ascii("priority");
  private static final byte[] KEY = JsonText.ascii("idempotencyKey");
  private static final byte[] TRACE = JsonText.ascii("traceparent");
  private static final byte[] TRACE_STATE = JsonText.ascii("tracestate");
  private static final byte[] AFTER = JsonText.ascii("after");
  private static final byte[] LIMIT = JsonText.ascii("limit");
  private static final byte[] NO_ARGUMENTS = JsonText.ascii("{}");

  private static final int ID_BYTES = 128;
  private static final int MOST_TOOLS = 1000;
  private static final int USUAL_TOOLS = 100;

  private final JsonScanner scanner = new JsonScanner();
  private final Members members = new Members();
  private final Members[] levels = {members};
  private final CallRequest call = new CallRequest();
  private Kind kind = Kind.CALL;
  private byte[] id;

  /**
   * Reads a message.
   *
   * @throws io.machinenative.axiom.engine.edge.json.JsonDefect when it is no JSON object
   * @throws IllegalArgumentException when it is none of ours
   */
  void read(byte[] bytes, int length) {
    id = null;
    scanner.wrap(bytes, 0, length).requireObject(levels, new byte[0][]);
    int cancel = members.find(CANCEL);
    id = idAt(cancel == Members.ABSENT ? members.find(ID) : cancel);
    if (cancel != Members.ABSENT) {
      kind = Kind.CANCEL;
    } else if (members.isText(members.find(CALL))) {
      kind = Kind.CALL;
    } else if ("tools".equals(members.text(LIST))) {
      kind = Kind.LIST;
    } else if (members.isText(members.find(HELLO))) {
      kind = Kind.HELLO;
    } else {
      throw new IllegalArgumentException(
          "expected a hello with a token, a call with the name of a tool, a cancel, or a list of"
              + " \"tools\"");
    }
  }

  private byte[] idAt(int index) {
    if (index != Members.ABSENT) {
      byte first = members.kind(index);
      boolean number = first == '-' || (first >= '0' && first <= '9');
      int length = members.valueEnd(index) - members.valueStart(index);
      if ((number || first == '"') && length <= ID_BYTES) {
        return members.copy(index);
      }
    }
    throw new IllegalArgumentException(
        "expected an id that is a number or a text of at most " + ID_BYTES + " bytes");
  }

  Kind kind() {
    return kind;
  }

  /** The id as it was written; null when it could not be read. */
  byte[] id() {
    return id;
  }

  /** What a hello presents. */
  String token() {
    return members.text(HELLO);
  }

  String tool() {
    return members.text(CALL);
  }

  /**
   * The call.
   *
   * @throws IllegalArgumentException naming a member whose value is wrong
   */
  CallRequest call(int toolId) {
    boolean given = payload(toolId);
    if (members.count() > (given ? 3 : 2)) {
      options();
    }
    return call;
  }

  /** Answers whether a member says what it is. */
  private boolean payload(int toolId) {
    int arguments = members.find(ARGUMENTS);
    if (arguments != Members.ABSENT) {
      int start = members.valueStart(arguments);
      call.begin(toolId, members.bytes(), start, members.valueEnd(arguments) - start);
      return true;
    }
    String text = members.text(TEXT);
    String base64 = members.text(BASE64);
    if (text != null) {
      byte[] bytes = text.getBytes(UTF_8);
      call.begin(toolId, bytes, 0, bytes.length).contentType(ContentType.TEXT);
    } else if (base64 != null) {
      byte[] bytes = Base64.getDecoder().decode(base64);
      call.begin(toolId, bytes, 0, bytes.length).contentType(ContentType.BINARY);
    } else {
      call.begin(toolId, NO_ARGUMENTS, 0, NO_ARGUMENTS.length);
      return false;
    }
    return true;
  }

  private void options() {
    int timeout = members.find(TIMEOUT_MS);
    if (timeout != Members.ABSENT) {
      call.timeoutNs(TimeUnit.MILLISECONDS.toNanos(whole(timeout, "timeoutMs")));
    }
    String priority = members.text(PRIORITY);
    if (priority != null) {
      call.priority(CallText.priority(priority));
    }
    String key = members.text(KEY);
    if (key != null) {
      CallText.idempotencyKey(key, call);
    }
    call.trace(members.text(TRACE), members.text(TRACE_STATE));
  }

  private long whole(int index, String name) {
    String digits = new String(members.copy(index), ISO_8859_1);
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + ": expected a whole number, got " + digits, e);
    }
  }

  /** Where a list goes on; empty for its beginning. */
  String after() {
    String after = members.text(AFTER);
    return after == null ? "" : after;
  }

  /** How many tools are listed. */
  int limit() {
    int limit = members.find(LIMIT);
    return limit == Members.ABSENT ? USUAL_TOOLS : Math.clamp(whole(limit, "limit"), 1, MOST_TOOLS);
  }
}
