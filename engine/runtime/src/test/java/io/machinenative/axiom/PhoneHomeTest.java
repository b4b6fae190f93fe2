package io.machinenative.axiom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Nothing on the class path of a server calls home. */
class PhoneHomeTest {
  private static final String CALLER = "net.openhft.chronicle.analytics.Analytics";

  @Test
  void hasNoAnalyticsOnTheClassPath() {
    assertThrows(ClassNotFoundException.class, () -> Class.forName(CALLER));
    assertEquals(
        0,
        Stream.of(System.getProperty("java.class.path").split(":"))
            .filter(path -> path.contains("chronicle-analytics"))
            .count());
  }

  @Test
  void looksOnTheRightClassPath() throws ClassNotFoundException {
    assertTrue(Class.forName("net.openhft.chronicle.map.ChronicleMap").isInterface());
    assertEquals("true", System.getProperty("chronicle.analytics.disable"));
  }
}
