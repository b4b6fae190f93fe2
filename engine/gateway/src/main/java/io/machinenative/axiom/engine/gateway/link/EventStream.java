package io.machinenative.axiom.engine.gateway.link;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.engine.gateway.rpc.UpstreamException;
import io.machinenative.axiom.engine.gateway.rpc.UpstreamException.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/**
 * Cuts a stream of server-sent events into what they say. Holds one event at most, of a bounded
 * length. Used by one thread.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">Server-sent
 *     events</a>
 */
final class EventStream {
  private final int maxBytes;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);
  private final ByteArrayOutputStream data = new ByteArrayOutputStream(256);
  private boolean hasData;
  private boolean afterReturn;
  private String lastId;

  /** The same without what an event said that is not whole yet. */
  private String wholeId;

  private int retryMs = -1;

  /**
   * @param maxBytes of one event
   */
  EventStream(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /**
   * Takes bytes until an event is whole.
   *
   * @return what the event says; null when all bytes were taken and none is
   */
  byte[] take(ByteBuffer bytes) throws UpstreamException {
    while (bytes.hasRemaining()) {
      byte next = bytes.get();
      boolean skip = next == '\n' && afterReturn;
      afterReturn = next == '\r';
      if (skip) {
        continue;
      }
      if (next != '\n' && next != '\r') {
        line.write(next);
        if (line.size() + data.size() > maxBytes) {
          throw new UpstreamException(
              Kind.WRONG, "sent an event longer than the " + maxBytes + " bytes that are read");
        }
      } else if (endLine()) {
        return event();
      }
    }
    return null;
  }

  /** Whether the line ended an event that says something. */
  private boolean endLine() {
    if (line.size() == 0) {
      wholeId = lastId;
      return hasData;
    }
    String text = line.toString(UTF_8);
    line.reset();
    int colon = text.indexOf(':');
    String field = colon < 0 ? text : text.substring(0, colon);
    int from = colon < 0 ? text.length() : colon + 1;
    String value =
        text.substring(from < text.length() && text.charAt(from) == ' ' ? from + 1 : from);
    switch (field) {
      case "data" -> {
        if (hasData) {
          data.write('\n');
        }
        data.writeBytes(value.getBytes(UTF_8));
        hasData = true;
      }
      case "id" -> lastId = value;
      case "retry" -> {
        if (!value.isEmpty() && value.length() < 7 && value.chars().allMatch(Character::isDigit)) {
          retryMs = Integer.parseInt(value);
        }
      }
      default -> {} // comments, and fields that mean nothing here
    }
    return false;
  }

  private byte[] event() {
    byte[] said = data.toByteArray();
    data.reset();
    hasData = false;
    return said;
  }

  /** What came of an event that was cut off: it comes again as a whole. */
  void dropHalf() {
    line.reset();
    data.reset();
    hasData = false;
    afterReturn = false;
    lastId = wholeId;
  }

  /** Of the last whole event that had one; null for none. */
  String lastId() {
    return wholeId;
  }

  /** After how long the server wants the stream to be asked for again; -1 when it does not say. */
  int retryMs() {
    return retryMs;
  }
}
