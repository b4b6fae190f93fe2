package io.machinenative.axiom.plugins.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.api.Bytes;
import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.json.GuardedCall;
import io.machinenative.axiom.engine.json.Json;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HashToolTest {
  /** From FIPS 180-4's and RFC 3720's examples. */
  @ParameterizedTest
  @CsvSource({
    "SHA-256, abc, ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    "SHA-256, '', e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "SHA-512, abc,"
        + " ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
    "CRC32C, 123456789, e3069283",
    "CRC32C, '', 00000000"
  })
  void knowsPublishedAnswers(String algorithm, String text, String hex) throws Exception {
    GuardedCall call =
        GuardedCall.json(Json.text(Map.of("algorithm", algorithm, "text", text)))
            .run(CoreTools.handler("core.hash", ContentType.JSON));

    assertEquals(
        "{\"algorithm\":\""
            + algorithm
            + "\",\"hex\":\""
            + hex
            + "\",\"bytes\":"
            + text.length()
            + "}",
        call.replyText());
  }

  @Test
  void hashesEveryKindOfPayloadAlike() throws Exception {
    byte[] data = new byte[1_000_000];
    new Random(1).nextBytes(data);
    String hex = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(data));
    CRC32C checksum = new CRC32C();
    checksum.update(data);

    GuardedCall binary =
        GuardedCall.of(ContentType.BINARY, data)
            .run(CoreTools.handler("core.hash", ContentType.BINARY));
    GuardedCall compound =
        GuardedCall.of(
                ContentType.COMPOUND,
                Json.compound("{\"algorithm\":\"CRC32C\"}".getBytes(UTF_8), data))
            .run(CoreTools.handler("core.hash", ContentType.COMPOUND));

    assertEquals(hex, ((Map<?, ?>) Json.read(binary.reply())).get("hex"));
    assertEquals(
        HexFormat.of().toHexDigits((int) checksum.getValue()),
        ((Map<?, ?>) Json.read(compound.reply())).get("hex"));
  }

  @Test
  void takesExactlyOneOfDataAndText() throws Exception {
    for (String json : new String[] {"{}", "{\"data\":\"\",\"text\":\"\"}"}) {
      ToolException refusal =
          GuardedCall.json(json).refusal(CoreTools.handler("core.hash", ContentType.JSON));
      GuardedCall.requireStatus(Status.INVALID_ARGUMENT, refusal);
      assertTrue(
          refusal.getMessage().startsWith("expected exactly one of data and text"),
          refusal.getMessage());
    }
  }

  @Test
  void refusesOtherAlgorithms() throws Exception {
    ToolException refusal =
        GuardedCall.json("{\"algorithm\":\"MD5\",\"text\":\"\"}")
            .refusal(CoreTools.handler("core.hash", ContentType.JSON));

    assertTrue(
        refusal.getMessage().contains("[\"SHA-256\",\"SHA-512\",\"CRC32C\"]"),
        refusal.getMessage());
  }

  @Test
  void stopsWhenCancelled() throws Exception {
    ToolException refusal =
        GuardedCall.of(ContentType.BINARY, new byte[1_000_000])
            .cancelledAfter(2)
            .refusal(CoreTools.handler("core.hash", ContentType.BINARY));

    GuardedCall.requireStatus(Status.CANCELLED, refusal);
  }

  @Test
  void seesBytesInEveryKindOfBuffer() {
    byte[] content = {9, 9, 9, 1, 2, 3, 9};
    ByteBuffer direct = ByteBuffer.allocateDirect(content.length).put(content).flip();
    DirectBuffer bare = new UnsafeBuffer();
    bare.wrap(new UnsafeBuffer(direct).addressOffset(), content.length);
    UnsafeBuffer[] buffers = {
      new UnsafeBuffer(content),
      new UnsafeBuffer(direct),
      new UnsafeBuffer(ByteBuffer.wrap(content)),
      (UnsafeBuffer) bare
    };
    for (UnsafeBuffer buffer : buffers) {
      requireOneTwoThree(ByteViews.of(new Bytes(buffer, 3, 3)));
      requireOneTwoThree(ByteViews.of(new Bytes(new UnsafeBuffer(buffer, 2, 5), 1, 3)));
    }
  }

  private static void requireOneTwoThree(ByteBuffer view) {
    assertEquals(ByteBuffer.wrap(new byte[] {1, 2, 3}), view);
  }
}
