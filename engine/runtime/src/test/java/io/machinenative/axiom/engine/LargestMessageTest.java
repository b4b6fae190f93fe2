package io.machinenative.axiom.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.codec.WireLimits;
import io.machinenative.axiom.engine.base.Mount;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages as long as the limit. */
class LargestMessageTest {
  private static final int MOST_BYTES =
      WireLimits.DEFAULT_MAX_MESSAGE_BYTES - WireLimits.INVOKE_OVERHEAD_BYTES;

  @ParameterizedTest
  @EnumSource(
      value = Carrier.class,
      names = {"IPC", "TCP"})
  void goesThereAndBack(Carrier carrier) {
    try (EngineRig rig = new EngineRig(Mount.SHARED, List.of(carrier), builder -> builder);
        Caller caller = rig.connect(carrier, Mount.INVOKER)) {
      byte[] payload = Payloads.random(MOST_BYTES, 1);
      assertArrayEquals(payload, caller.echo(payload));
      byte[] tooLong = new byte[MOST_BYTES + 1];
      assertEquals(
          Status.MESSAGE_TOO_LARGE,
          caller.failure(
              caller
                  .client()
                  .callAsync("core.echo", ContentType.BINARY, tooLong, Caller.patiently())));
      assertArrayEquals(payload, caller.echo(payload));
    }
  }
}
