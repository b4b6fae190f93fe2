package io.machinenative.axiom.client;

import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.json.PayloadBuffer;
import io.machinenative.axiom.engine.json.RecordBinding;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Records to payloads and back. Remembers the binding of each record type. Any thread; allocates.
 */
final class TypedCalls {
  private static final int INITIAL_PAYLOAD_BYTES = 256;

  private final ConcurrentMap<Class<?>, RecordBinding<?>> inputs = new ConcurrentHashMap<>();
  private final ConcurrentMap<Class<?>, RecordBinding<?>> outputs = new ConcurrentHashMap<>();
  private final int maxBytes;

  /**
   * @param maxBytes longest payload
   */
  TypedCalls(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** The record as it travels best; COMPOUND when it holds bytes, else JSON. */
  @SuppressWarnings("unchecked")
  Reply write(Record input) {
    RecordBinding<Record> binding =
        (RecordBinding<Record>)
            inputs.computeIfAbsent(
                input.getClass(), type -> RecordBinding.forInput((Class<Record>) type));
    PayloadBuffer into =
        new PayloadBuffer(INITIAL_PAYLOAD_BYTES, maxBytes, Status.MESSAGE_TOO_LARGE);
    try {
      ContentType contentType = binding.write(input, into);
      return new Reply(contentType, into.toArray());
    } catch (ToolException e) {
      throw new CallException(e.status(), e.getMessage());
    }
  }

  /** The record that a reply holds. */
  <O extends Record> O read(Reply reply, Class<O> type) {
    RecordBinding<?> binding = outputs.computeIfAbsent(type, key -> RecordBinding.forOutput(type));
    try {
      return type.cast(
          binding.read(
              reply.contentType(), new UnsafeBuffer(reply.bytes()), 0, reply.bytes().length));
    } catch (ToolException e) {
      throw new CallException(
          Status.TOOL_ERROR,
          "the reply does not fit " + type.getSimpleName() + ": " + e.getMessage());
    }
  }
}
