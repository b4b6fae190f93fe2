package io.machinenative.axiom.natives.aes;

import io.machinenative.axiom.natives.link.Candidate;
import io.machinenative.axiom.natives.link.Library;
import io.machinenative.axiom.natives.link.Linked;
import io.machinenative.axiom.natives.link.NativeCall;
import io.machinenative.axiom.natives.link.Platform;
import io.machinenative.axiom.natives.link.UnusableLibraryException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** OpenSSL's libcrypto, linked once. Any thread. */
final class Libcrypto {
  /** 1.1.0, {@code 0xMNNFFPPS}: the first whose context is opaque. */
  private static final long OLDEST = 0x1_01_00_00_0L;

  /** The first with providers, and a patch where the fix was. */
  private static final long VERSION_3 = 0x3_00_00_00_0L;

  static final Linked<LibcryptoFunctions> LINKED = link();

  /** Null when the library cannot be used. Constant for the JIT. */
  static final LibcryptoFunctions CHOSEN = LINKED.functions();

  private Libcrypto() {}

  private static Linked<LibcryptoFunctions> link() {
    Platform platform = Platform.current();
    // On macOS never by the bare name: the system's own ends the process of whoever loads it.
    List<Candidate> candidates =
        platform.isLinux()
            ? List.of(Candidate.system("libcrypto.so.3"), Candidate.system("libcrypto.so.1.1"))
            : platform.isMacos()
                ? List.of(
                    Candidate.system("/opt/homebrew/opt/openssl@3/lib/libcrypto.3.dylib"),
                    Candidate.system("/usr/local/opt/openssl@3/lib/libcrypto.3.dylib"))
                : List.of();
    return new Library<>("libcrypto", candidates, Libcrypto::check).link(LibcryptoFunctions.class);
  }

  private static String check(LibcryptoFunctions functions) throws UnusableLibraryException {
    long version = version(functions);
    String text = text(version);
    if (version < OLDEST) {
      throw new UnusableLibraryException("expected version 1.1.0 or newer, actual " + text);
    }
    KnownAnswers.check(() -> new LibcryptoSession(functions));
    return text;
  }

  /** {@code OPENSSL_VERSION_NUMBER}: 0xMNN00PP0 from 3.0 on, 0xMNNFFPPS before. */
  private static String text(long version) {
    String release = (version >>> 28) + "." + (version >>> 20 & 0xff) + ".";
    return release + (version >= VERSION_3 ? version >>> 4 & 0xff : version >>> 12 & 0xff);
  }

  private static long version(LibcryptoFunctions functions) {
    try {
      return (long) functions.version().invokeExact();
    } catch (Throwable e) {
      throw NativeCall.failure(e);
    }
  }

  /**
   * A context with the cipher set, and no key.
   *
   * @param direction 1 to seal, 0 to open
   */
  static long newContext(LibcryptoFunctions functions, int direction) {
    try (Arena arena = Arena.ofConfined()) {
      boolean fetches = functions.fetch() != null && functions.freeCipher() != null;
      MemorySegment none = MemorySegment.NULL;
      MemorySegment cipher =
          fetches
              ? (MemorySegment)
                  functions.fetch().invokeExact(none, arena.allocateFrom("AES-256-GCM"), none)
              : (MemorySegment) functions.aes256Gcm().invokeExact();
      long context = (long) functions.newContext().invokeExact();
      if (cipher.address() == 0 || context == 0) {
        throw new IllegalStateException("expected AES-256-GCM of libcrypto, actual none");
      }
      require(
          (int) functions.init().invokeExact(context, cipher, none, none, none, direction),
          "EVP_CipherInit_ex");
      if (fetches) {
        functions.freeCipher().invokeExact(cipher); // the context has a hold of its own
      }
      return context;
    } catch (Throwable e) {
      throw NativeCall.failure(e);
    }
  }

  static void setKey(LibcryptoFunctions functions, long context, MemorySegment key, int direction) {
    MemorySegment none = MemorySegment.NULL;
    try {
      require(
          (int) functions.init().invokeExact(context, none, none, key, none, direction),
          "EVP_CipherInit_ex");
    } catch (Throwable e) {
      throw NativeCall.failure(e);
    }
  }

  /** Wipes and frees it. */
  static void free(LibcryptoFunctions functions, long context) {
    try {
      functions.freeContext().invokeExact(context);
    } catch (Throwable e) {
      throw NativeCall.failure(e);
    }
  }

  /** For what cannot fail with buffers that were checked. */
  static void require(int result, String function) {
    if (result != 1) {
      throw new IllegalStateException("expected 1 of " + function + ", actual " + result);
    }
  }
}
