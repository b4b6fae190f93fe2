package io.machinenative.axiom.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.machinenative.axiom.codec.CancelDecoder;
import io.machinenative.axiom.codec.DescribeToolDecoder;
import io.machinenative.axiom.codec.FragmentDecoder;
import io.machinenative.axiom.codec.GoodbyeDecoder;
import io.machinenative.axiom.codec.HeartbeatDecoder;
import io.machinenative.axiom.codec.HelloDecoder;
import io.machinenative.axiom.codec.InvokeDecoder;
import io.machinenative.axiom.codec.ListToolsDecoder;
import io.machinenative.axiom.codec.MessageHeaderDecoder;
import java.io.ByteArrayOutputStream;
import org.agrona.concurrent.UnsafeBuffer;

/** Reads what a client sent, with the real codecs. */
final class ClientFrames {
  private ClientFrames() {}

  static int templateId(byte[] frame) {
    return new MessageHeaderDecoder().wrap(new UnsafeBuffer(frame), 0).templateId();
  }

  static HelloDecoder hello(byte[] frame) {
    return new HelloDecoder()
        .wrapAndApplyHeader(new UnsafeBuffer(frame), 0, new MessageHeaderDecoder());
  }

  static InvokeDecoder invoke(byte[] frame) {
    return new InvokeDecoder()
        .wrapAndApplyHeader(new UnsafeBuffer(frame), 0, new MessageHeaderDecoder());
  }

  static String payload(InvokeDecoder invoke) {
    invoke.skipTraceState();
    byte[] bytes = new byte[invoke.payloadLength()];
    invoke.getPayload(bytes, 0, bytes.length);
    return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
  }

  static HeartbeatDecoder heartbeat(byte[] frame) {
    return new HeartbeatDecoder()
        .wrapAndApplyHeader(new UnsafeBuffer(frame), 0, new MessageHeaderDecoder());
  }

  static GoodbyeDecoder goodbye(byte[] frame) {
    return new GoodbyeDecoder()
        .wrapAndApplyHeader(new UnsafeBuffer(frame), 0, new MessageHeaderDecoder());
  }

  static long cancelled(byte[] frame) {
    return new CancelDecoder()
        .wrapAndApplyHeader(new UnsafeBuffer(frame), 0, new MessageHeaderDecoder())
        .correlationId();
  }

  static ListToolsDecoder listTools(byte[] frame) {
    return new ListToolsDecoder()
        .wrapAndApplyHeader(new UnsafeBuffer(frame), 0, new MessageHeaderDecoder());
  }

  static DescribeToolDecoder describeTool(byte[] frame) {
    return new DescribeToolDecoder()
        .wrapAndApplyHeader(new UnsafeBuffer(frame), 0, new MessageHeaderDecoder());
  }

  /** Puts a message together from fragments, and checks that they come in order. */
  static byte[] assemble(Iterable<byte[]> frames) {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    for (byte[] frame : frames) {
      FragmentDecoder fragment =
          new FragmentDecoder()
              .wrapAndApplyHeader(new UnsafeBuffer(frame), 0, new MessageHeaderDecoder());
      assertEquals(message.size(), fragment.pieceOffset());
      byte[] piece = new byte[fragment.pieceLength()];
      fragment.getPiece(piece, 0, piece.length);
      message.writeBytes(piece);
    }
    return message.toByteArray();
  }
}
