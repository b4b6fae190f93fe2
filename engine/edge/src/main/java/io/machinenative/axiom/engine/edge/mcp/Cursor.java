package io.machinenative.axiom.engine.edge.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.engine.edge.json.ByteSink;
import io.machinenative.axiom.engine.edge.json.JsonText;
import io.machinenative.axiom.engine.edge.json.Members;
import java.util.Base64;

/**
 * Where a list goes on: after a name, so that what comes and goes meanwhile neither repeats nor
 * hides the rest. Opaque to clients. Stateless.
 */
final class Cursor {
  /** Entries on a page. */
  static final int PAGE = 100;

  private static final byte[] PARAMETER = JsonText.ascii("cursor");
  private static final String MARK = "after:";

  private Cursor() {}

  /**
   * The name after which the list goes on, null for the beginning.
   *
   * @throws RpcException when it is no cursor of ours
   */
  static String read(Members params) {
    int index = params.find(PARAMETER);
    if (index == Members.ABSENT) {
      return null;
    }
    if (params.isText(index)) {
      try {
        String text = new String(Base64.getUrlDecoder().decode(params.text(index)), UTF_8);
        if (text.startsWith(MARK)) {
          return text.substring(MARK.length());
        }
      } catch (IllegalArgumentException e) {
        throw RpcException.invalidParams("expected a cursor of this server: " + e.getMessage());
      }
    }
    throw RpcException.invalidParams("expected a cursor of this server");
  }

  /** Appends where the next page begins. */
  static void write(ByteSink sink, String lastName) {
    byte[] text = (MARK + lastName).getBytes(UTF_8);
    sink.put(",\"nextCursor\":\"").put(Base64.getUrlEncoder().withoutPadding().encode(text));
    sink.put('"');
  }
}
