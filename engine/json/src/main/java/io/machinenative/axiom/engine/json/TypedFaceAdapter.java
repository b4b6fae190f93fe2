package io.machinenative.axiom.engine.json;

import io.machinenative.axiom.api.Bytes;
import io.machinenative.axiom.api.RawHandler;
import io.machinenative.axiom.api.RawInvocation;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.api.TypedHandler;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Status;
import org.agrona.MutableDirectBuffer;

/**
 * Calls a tool's typed face with bytes: payload to record, handler, record to reply. Serves all
 * content types that the face takes.
 *
 * <p>Immutable, any thread. Allocates the records and their JSON. Bytes in the input are borrowed
 * from the payload, and bytes in the output are copied once, into the reply.
 */
final class TypedFaceAdapter<I extends Record, O extends Record> implements RawHandler {
  private static final int INITIAL_REPLY_BYTES = 512;

  private final RecordBinding<I> inputs;
  private final RecordBinding<O> outputs;
  private final TypedHandler<I, O> handler;
  private final int maxReplyBytes;

  /**
   * @param bindings makes those of its records
   * @param maxReplyBytes a longer result is refused with RESULT_TOO_LARGE before it is written in
   *     full
   */
  TypedFaceAdapter(Tool.TypedFace<I, O> face, RecordBindings bindings, int maxReplyBytes) {
    inputs = bindings.forInput(face.inputType());
    outputs = bindings.forOutput(face.outputType());
    handler = face.handler();
    this.maxReplyBytes = maxReplyBytes;
  }

  RecordBinding<I> inputs() {
    return inputs;
  }

  RecordBinding<O> outputs() {
    return outputs;
  }

  @Override
  public void handle(RawInvocation call) throws Exception {
    I input =
        inputs.read(call.contentType(), call.payload(), call.payloadOffset(), call.payloadLength());
    O output = handler.handle(input, call);
    if (output == null) {
      throw new IllegalStateException(
          "expected a " + outputs.type().getName() + " from the handler, got null");
    }
    Bytes tail = call.contentType() == ContentType.JSON ? null : outputs.bytesOf(output);
    PayloadBuffer json =
        new PayloadBuffer(INITIAL_REPLY_BYTES, maxReplyBytes, Status.RESULT_TOO_LARGE);
    if (tail == null) {
      outputs.writeJson(output, json);
      MutableDirectBuffer reply = call.reply(ContentType.JSON, json.length());
      reply.putBytes(call.replyOffset(), json.buffer(), 0, json.length());
    } else {
      outputs.writeJsonWithoutBytes(output, json);
      replyCompound(call, json, tail);
    }
  }

  private void replyCompound(RawInvocation call, PayloadBuffer json, Bytes tail) {
    long replyBytes = (long) Compound.LENGTH_BYTES + json.length() + tail.length();
    if (replyBytes > maxReplyBytes) {
      throw new ToolException(
          Status.RESULT_TOO_LARGE,
          "expected a result of at most " + maxReplyBytes + " bytes, got " + replyBytes);
    }
    MutableDirectBuffer reply = call.reply(ContentType.COMPOUND, (int) replyBytes);
    int at = call.replyOffset();
    Compound.putJsonBytes(reply, at, json.length());
    at += Compound.LENGTH_BYTES;
    reply.putBytes(at, json.buffer(), 0, json.length());
    at += json.length();
    reply.putBytes(at, tail.buffer(), tail.offset(), tail.length());
  }
}
