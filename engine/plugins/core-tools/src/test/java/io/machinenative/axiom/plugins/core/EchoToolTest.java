package io.machinenative.axiom.plugins.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.engine.json.GuardedCall;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EchoToolTest {
  @ParameterizedTest
  @EnumSource(names = {"BINARY", "JSON", "COMPOUND", "TEXT"})
  void repliesTheSameBytesAndType(ContentType contentType) throws Exception {
    for (int length : new int[] {0, 1, 63, 64, 65, 100_000}) {
      byte[] payload = new byte[length];
      new Random(length).nextBytes(payload);

      GuardedCall call =
          GuardedCall.of(contentType, payload).run(CoreTools.handler("core.echo", contentType));

      assertEquals(contentType, call.replyType());
      assertArrayEquals(payload, call.reply());
    }
  }
}
