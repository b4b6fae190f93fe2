package io.machinenative.axiom.engine.json;

import io.machinenative.axiom.api.Contents;
import io.machinenative.axiom.api.RawHandler;
import io.machinenative.axiom.api.RawInvocation;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.api.TypedHandler;

/**
 * Calls a typed face whose result is {@link Contents}: JSON to record, handler, contents to the
 * JSON of MCP. Immutable, any thread; allocates.
 */
final class ContentsFaceAdapter<I extends Record> implements RawHandler {
  private final RecordBinding<I> inputs;
  private final TypedHandler<I, Contents> handler;

  private ContentsFaceAdapter(
      Class<I> inputType, RecordBindings bindings, TypedHandler<I, Contents> handler) {
    this.inputs = bindings.forInput(inputType);
    this.handler = handler;
  }

  /** Whether the result of a face is contents. */
  static boolean fits(Tool.TypedFace<?, ?> face) {
    return face.outputType() == Contents.class;
  }

  /**
   * @param face one that {@link #fits}
   */
  @SuppressWarnings("unchecked") // its result is of the type that was compared
  static <I extends Record> ContentsFaceAdapter<I> of(
      Tool.TypedFace<I, ?> face, RecordBindings bindings) {
    return new ContentsFaceAdapter<>(
        face.inputType(), bindings, (TypedHandler<I, Contents>) face.handler());
  }

  RecordBinding<I> inputs() {
    return inputs;
  }

  @Override
  public void handle(RawInvocation call) throws Exception {
    I input =
        inputs.read(call.contentType(), call.payload(), call.payloadOffset(), call.payloadLength());
    Contents contents = handler.handle(input, call);
    if (contents == null) {
      throw new IllegalStateException("expected contents from the handler, got null");
    }
    OfferFaces.reply(call, ContentJson.of(contents));
  }
}
