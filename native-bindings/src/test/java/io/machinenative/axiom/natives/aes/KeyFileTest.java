package io.machinenative.axiom.natives.aes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Key files: what is written is read, what is no key is refused without being shown. */
class KeyFileTest {
  private static final String HEX =
      "000102030405060708090a0b0c0d0e0f101112131415161718191A1B1C1D1E1F";
  private static final String BASE64 = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

  @TempDir private Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("key"), text);
  }

  @Test
  void writesWhatItReads() throws IOException {
    Path file = folder.resolve("new");
    KeyFile.create(file, new SecureRandom());
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertFalse(KeyFile.isOpenToOthers(file));
    List<AesKey> keys = KeyFile.read(file);
    assertEquals(1, keys.size());
    String written = Files.readString(file).trim();
    assertArrayEquals(HexFormat.of().parseHex(written), keys.getFirst().copy());
    keys.forEach(AesKey::close);
    assertThrows(FileAlreadyExistsException.class, () -> KeyFile.create(file, new SecureRandom()));
    assertEquals(written, Files.readString(file).trim());
  }

  @Test
  void readsHexAndBase64() throws IOException {
    List<AesKey> keys = KeyFile.read(file("# ring\n" + HEX + "\r\n\n  " + BASE64 + "  "));
    assertEquals(2, keys.size());
    assertArrayEquals(keys.get(0).copy(), keys.get(1).copy());
    for (int i = 0; i < AesKey.KEY_BYTES; i++) {
      assertEquals(i, keys.get(0).copy()[i]);
    }
    keys.forEach(AesKey::close);
  }

  @Test
  void refusesWhatIsNoKeyWithoutShowingIt() throws IOException {
    refuses("line 2", HEX + "\n" + HEX.replace('0', 'x'));
    refuses("line 1: expected 32 bytes, actual 30", BASE64.substring(0, 40));
    refuses("line 1", "secret password!");
    refuses("expected a key, actual none", "# nothing\n\n");
    refuses("expected a key file", "#".repeat(100_000));
  }

  private void refuses(String why, String text) throws IOException {
    Path file = file(text);
    IOException e = assertThrows(IOException.class, () -> KeyFile.read(file));
    assertTrue(e.getMessage().contains(why), e.getMessage());
    assertFalse(e.getMessage().contains("secret"), e.getMessage());
  }

  @Test
  void knowsWhoElseMayRead() throws IOException {
    Path file = file(HEX);
    for (String open : List.of("rw-r-----", "rw----r--", "rw--w----")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(open));
      assertTrue(KeyFile.isOpenToOthers(file), open);
    }
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
    assertFalse(KeyFile.isOpenToOthers(file));
  }
}
