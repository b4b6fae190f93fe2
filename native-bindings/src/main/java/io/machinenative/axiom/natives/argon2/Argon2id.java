package io.machinenative.axiom.natives.argon2;

import io.machinenative.axiom.natives.link.Availability;
import io.machinenative.axiom.natives.link.Candidate;
import io.machinenative.axiom.natives.link.Library;
import io.machinenative.axiom.natives.link.Linked;
import io.machinenative.axiom.natives.link.NativeCall;
import io.machinenative.axiom.natives.link.Platform;
import io.machinenative.axiom.natives.link.UnusableLibraryException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Argon2id version 1.3 (RFC 9106) by libargon2, which computes the lanes on threads of its own and
 * keeps its memory off the heap. Any thread; each call allocates what it costs, and frees it.
 */
public final class Argon2id {
  /** Of the reference implementation's tests: 2 passes over 256 KiB in 2 lanes. */
  private static final String KNOWN_KEY =
      "6d093c501fd5999645e0ea3bf620d7b8be7fd2db59c20d9fff9539da2bf57037";

  private static final Linked<Argon2Functions> LINKED = library().link(Argon2Functions.class);

  private Argon2id() {}

  public static Availability availability() {
    return LINKED.availability();
  }

  /**
   * Makes a key of a passphrase.
   *
   * @param passes 1 or more
   * @param memoryKib 8 or more for each lane
   * @param lanes 1 or more
   * @param salt 8 bytes or more
   * @param key is filled: 4 bytes or more
   * @return whether the key is made; when not, the library is not there, or did not get its memory
   */
  public static boolean derive(
      int passes, int memoryKib, int lanes, byte[] password, byte[] salt, byte[] key) {
    return LINKED.isUsable()
        && derive(LINKED.functions(), new int[] {passes, memoryKib, lanes}, password, salt, key);
  }

  private static boolean derive(
      Argon2Functions functions, int[] cost, byte[] password, byte[] salt, byte[] key) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment secret = arena.allocate(Math.max(1, password.length));
      MemorySegment made = arena.allocate(key.length);
      try {
        MemorySegment.copy(password, 0, secret, ValueLayout.JAVA_BYTE, 0, password.length);
        int status =
            (int)
                functions
                    .argon2idHashRaw()
                    .invokeExact(
                        cost[0],
                        cost[1],
                        cost[2],
                        secret,
                        (long) password.length,
                        arena.allocateFrom(ValueLayout.JAVA_BYTE, salt),
                        (long) salt.length,
                        made,
                        (long) key.length);
        MemorySegment.copy(made, ValueLayout.JAVA_BYTE, 0, key, 0, key.length);
        return status == 0;
      } catch (Throwable e) {
        throw NativeCall.failure(e);
      } finally {
        secret.fill((byte) 0);
        made.fill((byte) 0);
      }
    }
  }

  private static Library<Argon2Functions> library() {
    Platform platform = Platform.current();
    List<Candidate> candidates =
        platform.isLinux()
            ? List.of(Candidate.system("libargon2.so.1"))
            : platform.isMacos()
                ? List.of(
                    Candidate.system("/opt/homebrew/opt/argon2/lib/libargon2.dylib"),
                    Candidate.system("/usr/local/opt/argon2/lib/libargon2.dylib"))
                : List.of();
    return new Library<>("argon2", candidates, Argon2id::check);
  }

  /** The library does not say its version. */
  private static String check(Argon2Functions functions) throws UnusableLibraryException {
    byte[] key = new byte[KNOWN_KEY.length() / 2];
    boolean made =
        derive(functions, new int[] {2, 256, 2}, ascii("password"), ascii("somesalt"), key);
    if (!made || !Arrays.equals(key, HexFormat.of().parseHex(KNOWN_KEY))) {
      throw new UnusableLibraryException(
          "expected key " + KNOWN_KEY + ", actual " + HexFormat.of().formatHex(key));
    }
    return "";
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
