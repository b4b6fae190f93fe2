package io.machinenative.axiom.client;

import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.codec.ToolDescriptionDecoder;
import io.machinenative.axiom.codec.ToolListDecoder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/** Keeps what a session hands out, as lines that a test compares. */
final class RecordingReplies implements ReplyHandler, CatalogueHandler {
  final List<String> events = new ArrayList<>();

  @Override
  public void onResult(long token, ContentType type, DirectBuffer buffer, int offset, int length) {
    events.add(token + " " + type + " " + buffer.getStringWithoutLengthUtf8(offset, length));
  }

  @Override
  public void onError(
      long token, int status, int retryAfterMs, DirectBuffer message, int offset, int length) {
    events.add(token + " " + Status.get(status) + "/" + retryAfterMs);
    message.getStringWithoutLengthUtf8(offset, length);
  }

  @Override
  public void onProgress(
      long token, double done, double total, DirectBuffer message, int offset, int length) {
    events.add(
        token
            + (" progress " + done + "/" + total + " ")
            + message.getStringWithoutLengthUtf8(offset, length));
  }

  @Override
  public void onToolList(long token, ToolListDecoder page) {
    StringBuilder line = new StringBuilder(token + " tools");
    ToolPage.of(page).tools().forEach(tool -> line.append(' ').append(tool.name()));
    events.add(line.toString());
  }

  @Override
  public void onToolDescription(long token, ToolDescriptionDecoder description) {
    events.add(token + " tool " + ToolDetails.of(description).summary().name());
  }

  List<String> take() {
    List<String> taken = List.copyOf(events);
    events.clear();
    return taken;
  }
}
