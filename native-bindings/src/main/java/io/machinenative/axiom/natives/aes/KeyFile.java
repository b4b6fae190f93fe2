package io.machinenative.axiom.natives.aes;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * Keys in a text file: one a line, 32 bytes in 64 hexadecimal digits or in Base64. The first one
 * seals; all open. Empty lines and lines that begin with {@code #} are left out. Stateless.
 */
public final class KeyFile {
  private static final int FILE_MAX_BYTES = 1 << 16;
  private static final int HEX_DIGITS = 2 * AesKey.KEY_BYTES;
  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  private KeyFile() {}

  /**
   * Makes a file with one new key in hexadecimal, readable and writable for its owner only.
   *
   * @throws FileAlreadyExistsException when it is there already: a key that is overwritten is lost,
   *     and with it all that it has sealed
   */
  public static void create(Path file, SecureRandom random) throws IOException {
    byte[] key = new byte[AesKey.KEY_BYTES];
    random.nextBytes(key);
    char[] digits = new char[HEX_DIGITS + 1];
    for (int i = 0; i < key.length; i++) {
      digits[2 * i] = HexFormat.of().toHighHexDigit(key[i]);
      digits[2 * i + 1] = HexFormat.of().toLowHexDigit(key[i]);
    }
    digits[HEX_DIGITS] = '\n';
    ByteBuffer text = StandardCharsets.US_ASCII.encode(CharBuffer.wrap(digits));
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            OwnerOnly.attributes())) {
      while (text.hasRemaining()) {
        channel.write(text);
      }
      channel.force(true);
    } finally {
      Arrays.fill(key, (byte) 0);
      Arrays.fill(digits, '0');
      Arrays.fill(text.array(), (byte) 0);
    }
  }

  /** Whether others than its owner may read or change it; false where files have no owners. */
  public static boolean isOpenToOthers(Path file) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (view == null) {
      return false;
    }
    return view.readAttributes().permissions().stream().anyMatch(OTHERS::contains);
  }

  /**
   * Reads the keys, the first one first; the caller closes them.
   *
   * @throws IOException when it cannot be read, or names the line that is no key
   */
  public static List<AesKey> read(Path file) throws IOException {
    if (Files.isRegularFile(file) && Files.size(file) > FILE_MAX_BYTES) {
      throw new IOException(file + ": expected a key file, actual " + Files.size(file) + " bytes");
    }
    byte[] text = Files.readAllBytes(file);
    List<AesKey> keys = new ArrayList<>();
    try {
      int lineNo = 0;
      for (int start = 0; start < text.length; lineNo++) {
        int end = start;
        while (end < text.length && text[end] != '\n') {
          end++;
        }
        addLine(keys, text, start, end, file + " line " + (lineNo + 1));
        start = end + 1;
      }
      if (keys.isEmpty()) {
        throw new IOException(file + ": expected a key, actual none");
      }
      return keys;
    } catch (IOException e) {
      keys.forEach(AesKey::close);
      throw e;
    } finally {
      Arrays.fill(text, (byte) 0);
    }
  }

  /**
   * Reads the first key as bytes, for who derives others from it; the caller wipes them.
   *
   * @throws IOException as {@link #read}
   */
  public static byte[] readBytes(Path file) throws IOException {
    List<AesKey> keys = read(file);
    try {
      return keys.getFirst().raw().toArray(ValueLayout.JAVA_BYTE);
    } finally {
      keys.forEach(AesKey::close);
    }
  }

  /** Keeps the cause to itself: it would quote the key. */
  @SuppressWarnings("UnusedException")
  private static void addLine(List<AesKey> keys, byte[] text, int start, int end, String where)
      throws IOException {
    int from = start;
    int to = end;
    while (from < to && text[from] <= ' ') {
      from++;
    }
    while (to > from && text[to - 1] <= ' ') {
      to--;
    }
    if (from == to || text[from] == '#') {
      return;
    }
    byte[] digits = Arrays.copyOfRange(text, from, to);
    byte[] key = null;
    try {
      key = digits.length == HEX_DIGITS ? hex(digits) : Base64.getDecoder().decode(digits);
      if (key.length != AesKey.KEY_BYTES) {
        throw new IOException(where + ": expected 32 bytes, actual " + key.length);
      }
      keys.add(AesKey.of(key));
    } catch (IllegalArgumentException e) {
      throw new IOException(where + ": expected 64 hexadecimal digits or Base64 of 32 bytes");
    } finally {
      Arrays.fill(digits, (byte) 0);
      if (key != null) {
        Arrays.fill(key, (byte) 0);
      }
    }
  }

  private static byte[] hex(byte[] digits) {
    byte[] key = new byte[digits.length / 2];
    for (int i = 0; i < key.length; i++) {
      key[i] =
          (byte)
              (HexFormat.fromHexDigit(digits[2 * i]) << 4
                  | HexFormat.fromHexDigit(digits[2 * i + 1]));
    }
    return key;
  }
}
