package io.machinenative.axiom.testkit.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.codec.HelloEncoder;
import io.machinenative.axiom.codec.MessageHeaderEncoder;
import io.machinenative.axiom.codec.WireLimits;
import java.io.ByteArrayOutputStream;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A WebSocket from its upgrade to its end, with messages and frames that are almost right. The same
 * randomness makes the same bytes. Used by one thread.
 */
final class SocketFrames {
  private static final int HELLO_BYTES = 256;
  private static final int MASK_BYTES = 4;
  private static final int[] OPCODES = {0, 1, 1, 1, 2, 2, 2, 8, 9, 10, 3, 15};

  private static final String[] TEXTS = {
    "{\"id\":1,\"call\":\"core.echo\",\"arguments\":{\"a\":[1,null,\"\\u00e9\"]}}",
    "{\"id\":\"two\",\"call\":\"core.hash\",\"text\":\"hello\",\"timeoutMs\":1000,\"priority\":\"high\"}",
    "{\"id\":3,\"call\":\"core.hash\",\"base64\":\"AAEC\",\"idempotencyKey\":\"k\"}",
    "{\"cancel\":1}",
    "{\"id\":5,\"hello\":\"axk_token\"}",
    "{\"id\":4,\"list\":\"tools\",\"after\":\"core\",\"limit\":2}"
  };

  private final SplittableRandom random;
  private final UnaryOperator<byte[]> mutation;

  /**
   * @param mutation changes some bytes of what it is given
   */
  SocketFrames(SplittableRandom random, UnaryOperator<byte[]> mutation) {
    this.random = random;
    this.mutation = mutation;
  }

  /** All that one client sends. */
  byte[] next() {
    boolean text = random.nextBoolean();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(
        ("GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + "Sec-WebSocket-Protocol: "
                + (text ? "axiom.json" : "axiom.sbe")
                + "\r\n\r\n")
            .getBytes(ISO_8859_1));
    for (int i = random.nextInt(6); i >= 0; i--) {
      byte[] message = text ? TEXTS[random.nextInt(TEXTS.length)].getBytes(UTF_8) : hello();
      if (random.nextInt(3) != 0) {
        message = mutation.apply(message);
      }
      boolean plain = random.nextInt(4) != 0;
      int usual = text ? 1 : 2;
      byte[] frame = frame(plain ? usual : OPCODES[random.nextInt(OPCODES.length)], message);
      out.writeBytes(random.nextInt(4) == 0 ? mutation.apply(frame) : frame);
    }
    return out.toByteArray();
  }

  private byte[] frame(int opcode, byte[] payload) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write((random.nextInt(5) == 0 ? 0 : 0x80) | opcode);
    if (payload.length < 126) {
      out.write(0x80 | payload.length);
    } else {
      out.write(0x80 | 126);
      out.write(payload.length >> Byte.SIZE);
      out.write(payload.length);
    }
    byte[] mask = new byte[MASK_BYTES];
    random.nextBytes(mask);
    out.writeBytes(mask);
    for (int i = 0; i < payload.length; i++) {
      out.write(payload[i] ^ mask[i % MASK_BYTES]);
    }
    return out.toByteArray();
  }

  private static byte[] hello() {
    UnsafeBuffer buffer = new UnsafeBuffer(new byte[HELLO_BYTES]);
    HelloEncoder hello =
        new HelloEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
    hello.capabilities().clear();
    hello
        .maxMessageBytes(0)
        .creditWindow(0)
        .heartbeatIntervalMs(0)
        .responseStreamId(0)
        .minVersion(WireLimits.MIN_VERSION)
        .maxVersion(WireLimits.MAX_VERSION)
        .responseChannel("")
        .clientName("fuzz")
        .putCredentials(new byte[0], 0, 0);
    byte[] message = new byte[WireLimits.HEADER_BYTES + hello.encodedLength()];
    buffer.getBytes(0, message);
    return message;
  }
}
