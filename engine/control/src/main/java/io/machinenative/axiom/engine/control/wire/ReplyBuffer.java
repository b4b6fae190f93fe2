package io.machinenative.axiom.engine.control.wire;

import io.machinenative.axiom.codec.MessageHeaderEncoder;
import io.machinenative.axiom.engine.registry.form.RecordEncoder;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Where replies are written before their length is known. Owned by the conductor; grows to the
 * longest page.
 */
final class ReplyBuffer {
  private static final int INITIAL_BYTES = 128 * 1024;

  private final MutableDirectBuffer buffer = new ExpandableArrayBuffer(INITIAL_BYTES);
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final RecordEncoder records = new RecordEncoder();

  /** Written from 0 on, message header first. */
  MutableDirectBuffer buffer() {
    return buffer;
  }

  MessageHeaderEncoder header() {
    return header;
  }

  RecordEncoder records() {
    return records;
  }
}
