package io.machinenative.axiom.natives.aes;

import io.machinenative.axiom.natives.link.Availability;
import io.machinenative.axiom.natives.link.Candidate;
import io.machinenative.axiom.natives.link.Library;
import io.machinenative.axiom.natives.link.Linked;
import io.machinenative.axiom.natives.link.NativeCall;
import io.machinenative.axiom.natives.link.Platform;
import io.machinenative.axiom.natives.link.UnusableLibraryException;
import io.machinenative.axiom.natives.os.CpuFeatures;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Intel's Multi-Buffer Crypto for IPsec Library, linked once for the best variant that CPU and
 * library have. Any thread.
 */
final class IpsecMb {
  private static final String NAME = "ipsec-mb";

  /** {@code IMB_VERSION(1, 0, 0)}: the first whose every call is as it is today. */
  private static final int OLDEST = 0x01_00_00;

  /**
   * {@code IMB_VERSION(3, 0, 0)}: nobody has looked at the size of its {@code struct gcm_key_data}.
   */
  private static final int TOO_NEW = 0x03_00_00;

  /**
   * A variant, and its functions.
   *
   * @param variant null when there is none for this machine
   */
  record Choice(IpsecMbVariant variant, Linked<IpsecMbFunctions> linked) {}

  static final Choice CHOICE = choose(CpuFeatures.current());

  /** The chosen variant's; null when the library cannot be used. Constant for the JIT. */
  static final IpsecMbFunctions CHOSEN = CHOICE.linked().functions();

  private IpsecMb() {}

  /** Tries what the CPU can run, the fastest first. */
  private static Choice choose(CpuFeatures cpu) {
    List<String> tried = new ArrayList<>();
    List<String> before = List.of();
    for (IpsecMbVariant variant : IpsecMbVariant.runningOn(cpu)) {
      Linked<IpsecMbFunctions> linked = link(variant);
      List<String> found = linked.availability().tried();
      if (linked.isUsable()) {
        return new Choice(variant, linked);
      }
      if (found.isEmpty()) {
        return new Choice(null, linked);
      }
      if (found.equals(before)) {
        break; // what is wrong has nothing to do with the variant
      }
      tried.addAll(found);
      before = found;
    }
    String reason = tried.isEmpty() ? "the CPU lacks what any variant needs" : tried.getFirst();
    return new Choice(null, new Linked<>(null, Availability.none(NAME, reason, tried)));
  }

  /** Links one variant, which the CPU must be able to run. */
  static Linked<IpsecMbFunctions> link(IpsecMbVariant variant) {
    boolean possible = Platform.current().arch().equals("amd64") && Platform.current().isLinux();
    List<Candidate> candidates =
        possible
            ? List.of(Candidate.system("libIPSec_MB.so.1"), Candidate.system("libIPSec_MB.so.2"))
            : List.of();
    return new Library<IpsecMbFunctions>(NAME, candidates, functions -> check(functions, variant))
        .link(IpsecMbFunctions.class, variant.suffix());
  }

  /**
   * The functions of any variant.
   *
   * @throws IllegalStateException when CPU or library lack it
   */
  static IpsecMbFunctions functionsOf(IpsecMbVariant variant) {
    if (!variant.runsOn(CpuFeatures.current())) {
      throw new IllegalStateException("expected a CPU for " + variant + ", actual it lacks a part");
    }
    Linked<IpsecMbFunctions> linked = link(variant);
    if (!linked.isUsable()) {
      throw new IllegalStateException(
          "expected " + variant + ", actual " + linked.availability().reason());
    }
    return linked.functions();
  }

  private static String check(IpsecMbFunctions functions, IpsecMbVariant variant)
      throws UnusableLibraryException {
    int version = version(functions);
    String text = (version >>> 16) + "." + (version >>> 8 & 0xff) + "." + (version & 0xff);
    if (version < OLDEST || version >= TOO_NEW) {
      throw new UnusableLibraryException("expected version 1.0 to 2.x, actual " + text);
    }
    KnownAnswers.check(() -> new IpsecMbSession(variant, functions));
    return text;
  }

  private static int version(IpsecMbFunctions functions) {
    try {
      return (int) functions.version().invokeExact();
    } catch (Throwable e) {
      throw NativeCall.failure(e);
    }
  }

  static void expand(IpsecMbFunctions functions, MemorySegment key, MemorySegment keyData) {
    try {
      functions.expand().invokeExact(key, keyData);
    } catch (Throwable e) {
      throw NativeCall.failure(e);
    }
  }
}
