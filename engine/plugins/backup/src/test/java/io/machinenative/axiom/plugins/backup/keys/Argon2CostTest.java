package io.machinenative.axiom.plugins.backup.keys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.machinenative.axiom.natives.argon2.Argon2id;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A passphrase opens a repository on machines with libargon2 and on machines without. */
class Argon2CostTest {
  private static final byte[] SALT = "sixteen bytes of".getBytes(UTF_8);

  @Test
  void isTheSameKeyWithTheLibraryAndInJava() {
    assumeTrue(Argon2id.availability().usable(), () -> Argon2id.availability().reason());
    for (Argon2Cost cost :
        List.of(Argon2Cost.LEAST, new Argon2Cost(256, 3, 4), new Argon2Cost(1000, 1, 3))) {
      for (String passphrase : List.of("", "bench", "Käse und Öl: 漢字")) {
        byte[] library = new byte[32];
        byte[] password = passphrase.getBytes(UTF_8);
        assertTrue(
            Argon2id.derive(
                cost.passes(), cost.memoryKib(), cost.lanes(), password, SALT, library));
        byte[] java = new byte[32];
        cost.deriveInJava(password, SALT, java);
        assertArrayEquals(java, library, cost + " '" + passphrase + "'");
        assertArrayEquals(java, cost.derive(passphrase.toCharArray(), SALT));
      }
    }
  }

  @Test
  void saysThatItMadeNoKey() {
    // Fewer bytes of salt than the library takes.
    assertFalse(Argon2id.derive(1, 8, 1, new byte[0], new byte[4], new byte[32]));
  }
}
