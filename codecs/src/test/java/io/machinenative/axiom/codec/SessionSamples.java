package io.machinenative.axiom.codec;

import static io.machinenative.axiom.codec.MessageSample.hex;
import static io.machinenative.axiom.codec.MessageSample.withHeader;

import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** The messages of the session family. */
final class SessionSamples {
  private SessionSamples() {}

  static List<MessageSample> all() {
    return List.of(
        new MessageSample(
            "Hello",
            HelloEncoder.TEMPLATE_ID,
            SessionSamples::writeHello,
            SessionSamples::readHello),
        new MessageSample(
            "Welcome",
            WelcomeEncoder.TEMPLATE_ID,
            SessionSamples::writeWelcome,
            SessionSamples::readWelcome),
        new MessageSample(
            "Reject",
            RejectEncoder.TEMPLATE_ID,
            SessionSamples::writeReject,
            SessionSamples::readReject),
        new MessageSample(
            "Heartbeat",
            HeartbeatEncoder.TEMPLATE_ID,
            SessionSamples::writeHeartbeat,
            SessionSamples::readHeartbeat),
        new MessageSample(
            "Goodbye",
            GoodbyeEncoder.TEMPLATE_ID,
            SessionSamples::writeGoodbye,
            SessionSamples::readGoodbye),
        new MessageSample(
            "Fragment",
            FragmentEncoder.TEMPLATE_ID,
            SessionSamples::writeFragment,
            SessionSamples::readFragment));
  }

  private static int writeHello(
      Values v, MutableDirectBuffer buffer, int offset, MessageHeaderEncoder header) {
    HelloEncoder hello = new HelloEncoder().wrapAndApplyHeader(buffer, offset, header);
    hello.capabilities().clear().progress(v.bit()).fragments(v.bit());
    hello
        .maxMessageBytes(v.uint32())
        .creditWindow(v.uint32())
        .heartbeatIntervalMs(v.uint32())
        .responseStreamId(v.int32())
        .minVersion(v.uint16())
        .maxVersion(v.uint16())
        .responseChannel(v.text())
        .clientName(v.text());
    byte[] credentials = v.bytes();
    hello.putCredentials(credentials, 0, credentials.length);
    return withHeader(hello.encodedLength());
  }

  private static List<Object> readHello(
      DirectBuffer buffer, int offset, MessageHeaderDecoder header) {
    HelloDecoder hello = new HelloDecoder().wrapAndApplyHeader(buffer, offset, header);
    return List.of(
        hello.capabilities().progress(),
        hello.capabilities().fragments(),
        hello.maxMessageBytes(),
        hello.creditWindow(),
        hello.heartbeatIntervalMs(),
        hello.responseStreamId(),
        hello.minVersion(),
        hello.maxVersion(),
        hello.responseChannel(),
        hello.clientName(),
        hex(hello.credentialsLength(), hello::getCredentials));
  }

  private static int writeWelcome(
      Values v, MutableDirectBuffer buffer, int offset, MessageHeaderEncoder header) {
    WelcomeEncoder welcome = new WelcomeEncoder().wrapAndApplyHeader(buffer, offset, header);
    welcome.sessionId(v.int64()).catalogueEpoch(v.int64());
    welcome.capabilities().clear().progress(v.bit()).fragments(v.bit());
    welcome
        .maxMessageBytes(v.uint32())
        .maxFrameBytes(v.uint32())
        .creditWindow(v.uint32())
        .heartbeatIntervalMs(v.uint32())
        .version(v.uint16())
        .serverName(v.text());
    return withHeader(welcome.encodedLength());
  }

  private static List<Object> readWelcome(
      DirectBuffer buffer, int offset, MessageHeaderDecoder header) {
    WelcomeDecoder welcome = new WelcomeDecoder().wrapAndApplyHeader(buffer, offset, header);
    return List.of(
        welcome.sessionId(),
        welcome.catalogueEpoch(),
        welcome.capabilities().progress(),
        welcome.capabilities().fragments(),
        welcome.maxMessageBytes(),
        welcome.maxFrameBytes(),
        welcome.creditWindow(),
        welcome.heartbeatIntervalMs(),
        welcome.version(),
        welcome.serverName());
  }

  private static int writeReject(
      Values v, MutableDirectBuffer buffer, int offset, MessageHeaderEncoder header) {
    RejectEncoder reject = new RejectEncoder().wrapAndApplyHeader(buffer, offset, header);
    reject
        .status(v.oneOf(Status.values()))
        .minVersion(v.uint16())
        .maxVersion(v.uint16())
        .retryAfterMs(v.uint32())
        .message(v.text());
    return withHeader(reject.encodedLength());
  }

  private static List<Object> readReject(
      DirectBuffer buffer, int offset, MessageHeaderDecoder header) {
    RejectDecoder reject = new RejectDecoder().wrapAndApplyHeader(buffer, offset, header);
    return List.of(
        reject.status(),
        reject.minVersion(),
        reject.maxVersion(),
        reject.retryAfterMs(),
        reject.message());
  }

  private static int writeHeartbeat(
      Values v, MutableDirectBuffer buffer, int offset, MessageHeaderEncoder header) {
    HeartbeatEncoder heartbeat = new HeartbeatEncoder().wrapAndApplyHeader(buffer, offset, header);
    heartbeat.timestampNs(v.int64()).flags().clear().reply(v.bit());
    return withHeader(heartbeat.encodedLength());
  }

  private static List<Object> readHeartbeat(
      DirectBuffer buffer, int offset, MessageHeaderDecoder header) {
    HeartbeatDecoder heartbeat = new HeartbeatDecoder().wrapAndApplyHeader(buffer, offset, header);
    return List.of(heartbeat.timestampNs(), heartbeat.flags().reply());
  }

  private static int writeGoodbye(
      Values v, MutableDirectBuffer buffer, int offset, MessageHeaderEncoder header) {
    GoodbyeEncoder goodbye = new GoodbyeEncoder().wrapAndApplyHeader(buffer, offset, header);
    goodbye.status(v.oneOf(Status.values())).drainMs(v.uint32()).message(v.text());
    return withHeader(goodbye.encodedLength());
  }

  private static List<Object> readGoodbye(
      DirectBuffer buffer, int offset, MessageHeaderDecoder header) {
    GoodbyeDecoder goodbye = new GoodbyeDecoder().wrapAndApplyHeader(buffer, offset, header);
    return List.of(goodbye.status(), goodbye.drainMs(), goodbye.message());
  }

  private static int writeFragment(
      Values v, MutableDirectBuffer buffer, int offset, MessageHeaderEncoder header) {
    FragmentEncoder fragment = new FragmentEncoder().wrapAndApplyHeader(buffer, offset, header);
    fragment.messageId(v.int64()).totalBytes(v.uint32()).pieceOffset(v.uint32());
    byte[] piece = v.bytes();
    fragment.putPiece(piece, 0, piece.length);
    return withHeader(fragment.encodedLength());
  }

  private static List<Object> readFragment(
      DirectBuffer buffer, int offset, MessageHeaderDecoder header) {
    FragmentDecoder fragment = new FragmentDecoder().wrapAndApplyHeader(buffer, offset, header);
    return List.of(
        fragment.messageId(),
        fragment.totalBytes(),
        fragment.pieceOffset(),
        hex(fragment.pieceLength(), fragment::getPiece));
  }
}
