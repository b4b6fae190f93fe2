package io.machinenative.axiom.engine.edge.mcp;

import io.machinenative.axiom.engine.edge.json.JsonDefect;
import io.machinenative.axiom.engine.edge.json.JsonScanner;
import io.machinenative.axiom.engine.edge.json.JsonText;
import io.machinenative.axiom.engine.edge.json.Members;
import java.util.Arrays;

/**
 * One JSON-RPC message, cut into slices by one pass over its bytes: its members, those of its
 * parameters, and those of {@code _meta}. Reused; valid as long as the bytes are. Owned by one
 * thread. Allocates nothing.
 */
final class Envelope {
  /** What kind of message it is. */
  enum Kind {
    REQUEST,
    NOTIFICATION,
    RESPONSE
  }

  static final byte[] ID = JsonText.ascii("id");
  static final byte[] METHOD = JsonText.ascii("method");
  static final byte[] RESULT = JsonText.ascii("result");
  static final byte[] ERROR = JsonText.ascii("error");
  private static final byte[] JSONRPC = JsonText.ascii("jsonrpc");
  private static final byte[] VERSION = JsonText.ascii("\"2.0\"");
  private static final byte[] PARAMS = JsonText.ascii("params");
  private static final byte[] META = JsonText.ascii("_meta");
  private static final byte[][] NESTED = {PARAMS, META};

  private final JsonScanner scanner = new JsonScanner();
  private final Members top = new Members();
  private final Members params = new Members();
  private final Members meta = new Members();
  private final Members[] levels = {top, params, meta};
  private Kind kind = Kind.NOTIFICATION;
  private int id;
  private int method;

  /**
   * Reads a message.
   *
   * @throws JsonDefect when it is no JSON
   * @throws RpcException when it is JSON, and no message
   */
  void read(byte[] bytes, int offset, int length) {
    id = Members.ABSENT;
    if (isBatch(bytes, offset, offset + length)) {
      scanner.wrap(bytes, offset, length).requireOneValue();
      throw invalid("expected one message, got an array: there are no batches");
    }
    scanner.wrap(bytes, offset, length).requireObject(levels, NESTED);
    int version = top.find(JSONRPC);
    if (version == Members.ABSENT
        || !Arrays.equals(
            bytes, top.valueStart(version), top.valueEnd(version), VERSION, 0, VERSION.length)) {
      throw invalid("expected jsonrpc \"2.0\"");
    }
    id = top.find(ID);
    if (id != Members.ABSENT && !isId(top.kind(id))) {
      id = Members.ABSENT;
      throw invalid("expected an id that is a text or a whole number");
    }
    method = top.find(METHOD);
    if (method != Members.ABSENT && !top.isText(method)) {
      throw invalid("expected a method that is a text");
    }
    int parameters = top.find(PARAMS);
    if (parameters != Members.ABSENT && top.kind(parameters) != '{') {
      throw invalid("expected params that are an object");
    }
    kind = kindOf();
  }

  private Kind kindOf() {
    if (method != Members.ABSENT) {
      return id == Members.ABSENT ? Kind.NOTIFICATION : Kind.REQUEST;
    }
    boolean answers = top.find(RESULT) != Members.ABSENT || top.find(ERROR) != Members.ABSENT;
    if (id == Members.ABSENT || !answers) {
      throw invalid("expected a method, or an id with a result or an error");
    }
    return Kind.RESPONSE;
  }

  private static boolean isBatch(byte[] bytes, int start, int end) {
    for (int i = start; i < end; i++) {
      byte octet = bytes[i];
      if (octet != ' ' && octet != '\t' && octet != '\r' && octet != '\n') {
        return octet == '[';
      }
    }
    return false;
  }

  private boolean isId(byte first) {
    if (first == '"') {
      return true;
    }
    if (first != '-' && (first < '0' || first > '9')) {
      return false;
    }
    for (int i = top.valueStart(id); i < top.valueEnd(id); i++) {
      byte octet = top.bytes()[i];
      if (octet == '.' || octet == 'e' || octet == 'E') {
        return false;
      }
    }
    return true;
  }

  private static RpcException invalid(String message) {
    return new RpcException(400, RpcError.INVALID_REQUEST, message, null);
  }

  Kind kind() {
    return kind;
  }

  /** The id as it was written. A copy; null when there is none that could be read. */
  byte[] idCopy() {
    return id == Members.ABSENT || top.count() == 0 ? null : top.copy(id);
  }

  Members top() {
    return top;
  }

  Members params() {
    return params;
  }

  /** Members of {@code params._meta}. */
  Members meta() {
    return meta;
  }

  /** Whether the method is this one. */
  boolean isMethod(byte[] name) {
    int start = top.valueStart(method) + 1;
    int end = top.valueEnd(method) - 1;
    return Arrays.equals(top.bytes(), start, end, name, 0, name.length);
  }

  String method() {
    return top.text(method);
  }
}
