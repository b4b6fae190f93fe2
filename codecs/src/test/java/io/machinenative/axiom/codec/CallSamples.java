package io.machinenative.axiom.codec;

import static io.machinenative.axiom.codec.MessageSample.hex;
import static io.machinenative.axiom.codec.MessageSample.withHeader;

import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** The messages of the call family. */
final class CallSamples {
  private CallSamples() {}

  static List<MessageSample> all() {
    return List.of(
        new MessageSample(
            "Invoke", InvokeEncoder.TEMPLATE_ID, CallSamples::writeInvoke, CallSamples::readInvoke),
        new MessageSample(
            "Result", ResultEncoder.TEMPLATE_ID, CallSamples::writeResult, CallSamples::readResult),
        new MessageSample(
            "Error", ErrorEncoder.TEMPLATE_ID, CallSamples::writeError, CallSamples::readError),
        new MessageSample(
            "Progress",
            ProgressEncoder.TEMPLATE_ID,
            CallSamples::writeProgress,
            CallSamples::readProgress),
        new MessageSample(
            "Cancel",
            CancelEncoder.TEMPLATE_ID,
            CallSamples::writeCancel,
            CallSamples::readCancel));
  }

  static int writeInvoke(
      Values v, MutableDirectBuffer buffer, int offset, MessageHeaderEncoder header) {
    InvokeEncoder invoke = new InvokeEncoder().wrapAndApplyHeader(buffer, offset, header);
    invoke
        .correlationId(v.int64())
        .relativeDeadlineNs(v.int64())
        .idempotencyKeyHigh(v.int64())
        .idempotencyKeyLow(v.int64())
        .traceIdHigh(v.int64())
        .traceIdLow(v.int64())
        .parentSpanId(v.int64())
        .toolId(v.uint32())
        .traceFlags(v.uint8())
        .priority(v.oneOf(Priority.values()))
        .contentType(v.oneOf(ContentType.values()))
        .reserved(v.uint8())
        .traceState(v.text());
    byte[] payload = v.bytes();
    invoke.putPayload(payload, 0, payload.length);
    return withHeader(invoke.encodedLength());
  }

  static List<Object> readInvoke(DirectBuffer buffer, int offset, MessageHeaderDecoder header) {
    return fields(new InvokeDecoder().wrapAndApplyHeader(buffer, offset, header));
  }

  static List<Object> fields(InvokeDecoder invoke) {
    return List.of(
        invoke.correlationId(),
        invoke.relativeDeadlineNs(),
        invoke.idempotencyKeyHigh(),
        invoke.idempotencyKeyLow(),
        invoke.traceIdHigh(),
        invoke.traceIdLow(),
        invoke.parentSpanId(),
        invoke.toolId(),
        invoke.traceFlags(),
        invoke.priority(),
        invoke.contentType(),
        invoke.reserved(),
        invoke.traceState(),
        hex(invoke.payloadLength(), invoke::getPayload));
  }

  private static int writeResult(
      Values v, MutableDirectBuffer buffer, int offset, MessageHeaderEncoder header) {
    ResultEncoder result = new ResultEncoder().wrapAndApplyHeader(buffer, offset, header);
    result.correlationId(v.int64()).contentType(v.oneOf(ContentType.values()));
    result.flags().clear().replayed(v.bit());
    byte[] payload = v.bytes();
    result.putPayload(payload, 0, payload.length);
    return withHeader(result.encodedLength());
  }

  private static List<Object> readResult(
      DirectBuffer buffer, int offset, MessageHeaderDecoder header) {
    ResultDecoder result = new ResultDecoder().wrapAndApplyHeader(buffer, offset, header);
    return List.of(
        result.correlationId(),
        result.contentType(),
        result.flags().replayed(),
        hex(result.payloadLength(), result::getPayload));
  }

  private static int writeError(
      Values v, MutableDirectBuffer buffer, int offset, MessageHeaderEncoder header) {
    ErrorEncoder error = new ErrorEncoder().wrapAndApplyHeader(buffer, offset, header);
    error
        .correlationId(v.int64())
        .retryAfterMs(v.uint32())
        .status(v.oneOf(Status.values()))
        .message(v.text());
    return withHeader(error.encodedLength());
  }

  private static List<Object> readError(
      DirectBuffer buffer, int offset, MessageHeaderDecoder header) {
    ErrorDecoder error = new ErrorDecoder().wrapAndApplyHeader(buffer, offset, header);
    return List.of(error.correlationId(), error.retryAfterMs(), error.status(), error.message());
  }

  private static int writeProgress(
      Values v, MutableDirectBuffer buffer, int offset, MessageHeaderEncoder header) {
    ProgressEncoder progress = new ProgressEncoder().wrapAndApplyHeader(buffer, offset, header);
    progress.correlationId(v.int64()).done(v.float64()).total(v.float64()).message(v.text());
    return withHeader(progress.encodedLength());
  }

  private static List<Object> readProgress(
      DirectBuffer buffer, int offset, MessageHeaderDecoder header) {
    ProgressDecoder progress = new ProgressDecoder().wrapAndApplyHeader(buffer, offset, header);
    return List.of(progress.correlationId(), progress.done(), progress.total(), progress.message());
  }

  private static int writeCancel(
      Values v, MutableDirectBuffer buffer, int offset, MessageHeaderEncoder header) {
    CancelEncoder cancel = new CancelEncoder().wrapAndApplyHeader(buffer, offset, header);
    cancel.correlationId(v.int64());
    return withHeader(cancel.encodedLength());
  }

  private static List<Object> readCancel(
      DirectBuffer buffer, int offset, MessageHeaderDecoder header) {
    return List.of(new CancelDecoder().wrapAndApplyHeader(buffer, offset, header).correlationId());
  }
}
