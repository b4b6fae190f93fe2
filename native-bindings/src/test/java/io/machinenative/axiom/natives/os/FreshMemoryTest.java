package io.machinenative.axiom.natives.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.machinenative.axiom.natives.link.Platform;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class FreshMemoryTest {
  @Test
  void wholePagesAreGivenBackAndReadAsZeros() {
    assumeTrue(Platform.current().isLinux(), "only Linux gives pages back that way");
    ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
    for (int i = 0; i < buffer.capacity(); i++) {
      buffer.put(i, (byte) 7);
    }
    assumeTrue(FreshMemory.giveBack(buffer), "pages of this system are not 4 KiB");
    int kept = 0;
    for (int i = 0; i < buffer.capacity(); i++) {
      kept += buffer.get(i) == 7 ? 1 : 0;
    }
    assertTrue(kept < 2 * 4096, "only parts of pages are kept, at both ends: " + kept);
    buffer.put(32 * 1024, (byte) 8);
    assertEquals(8, buffer.get(32 * 1024));
  }

  @Test
  void whatHasNoPageOfItsOwnStays() {
    ByteBuffer small = ByteBuffer.allocateDirect(100).put(5, (byte) 7);
    assertFalse(FreshMemory.giveBack(small));
    assertEquals(7, small.get(5));
    assertThrows(
        IllegalArgumentException.class, () -> FreshMemory.giveBack(ByteBuffer.allocate(8192)));
  }
}
