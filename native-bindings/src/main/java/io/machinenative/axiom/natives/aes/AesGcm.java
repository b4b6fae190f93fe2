package io.machinenative.axiom.natives.aes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * AES-256-GCM: which engine this JVM uses, and contexts to use it. Any thread; the first call links
 * libraries, which takes some ten milliseconds.
 *
 * <p>Engines are tried in the order of {@link GcmEngine}, once. The system property {@value
 * #PROPERTY} names one to try before all others; {@code axiom.natives.ipsec-mb} and {@code
 * axiom.natives.libcrypto} name a library's file, or {@code off}.
 */
public final class AesGcm {
  public static final String PROPERTY = "axiom.natives.aes";

  public static final int NONCE_BYTES = 12;
  public static final int TAG_BYTES = 16;

  /** NIST SP 800-38D 5.2.1.1: 2^39 - 256 bits, which is all that a 32-bit block counter can do. */
  public static final long MESSAGE_MAX_BYTES = (1L << 36) - 32;

  /** What {@link GcmContext#open} returns for a message that is not what was sealed: drop it. */
  public static final long TAG_MISMATCH = -1;

  private static final Choice CHOICE = choose(System.getProperty(PROPERTY, ""));

  /** Constant for the JIT, as are the functions behind it. */
  private static final GcmEngine CHOSEN = CHOICE.engine();

  private record Choice(GcmEngine engine, String reason) {}

  private AesGcm() {}

  /** The engine of {@link #newContext()}. */
  public static GcmEngine engine() {
    return CHOSEN;
  }

  /** Why it is that one, in one line for people. */
  public static String reason() {
    return CHOICE.reason();
  }

  /** All engines, the fastest first, each linked and tested. */
  public static List<GcmEngineReport> engines() {
    List<GcmEngineReport> reports = new ArrayList<>();
    for (GcmEngine engine : GcmEngine.values()) {
      reports.add(GcmEngineReport.of(engine));
    }
    return reports;
  }

  /** Whoever closes it owns it; see there which thread may use it. */
  public static GcmContext newContext() {
    return newContext(CHOSEN);
  }

  /**
   * With an engine other than the chosen one, to compare them.
   *
   * @throws IllegalStateException when that one cannot be used
   */
  public static GcmContext newContext(GcmEngine engine) {
    return new GcmContext(
        switch (engine) {
          case IPSEC_MB -> {
            requireUsable(engine);
            yield new IpsecMbSession(IpsecMb.CHOICE.variant(), IpsecMb.CHOSEN);
          }
          case LIBCRYPTO -> {
            requireUsable(engine);
            yield new LibcryptoSession(Libcrypto.CHOSEN);
          }
          case JCE -> new JceSession();
        });
  }

  /**
   * With a variant of IPsec-MB other than the chosen one, to compare them. Slower than through
   * {@link #newContext()}: the JIT cannot fold its functions.
   *
   * @throws IllegalStateException when CPU or library lack it
   */
  static GcmContext newContext(IpsecMbVariant variant) {
    return new GcmContext(new IpsecMbSession(variant, IpsecMb.functionsOf(variant)));
  }

  private static void requireUsable(GcmEngine engine) {
    GcmEngineReport report = GcmEngineReport.of(engine);
    if (!report.availability().usable()) {
      throw new IllegalStateException(
          "expected a usable engine, actual "
              + engine.label()
              + ": "
              + report.availability().reason());
    }
  }

  private static Choice choose(String wanted) {
    List<GcmEngine> order = new ArrayList<>(List.of(GcmEngine.values()));
    String note = "";
    if (!wanted.isEmpty()) {
      Optional<GcmEngine> named = GcmEngine.labelled(wanted);
      named.ifPresent(order::remove);
      named.ifPresent(order::addFirst);
      note = (named.isPresent() ? "wanted by -D" : "unknown in -D") + PROPERTY + "=" + wanted;
    }
    List<String> passedOver = new ArrayList<>();
    if (!note.isEmpty()) {
      passedOver.add(note);
    }
    for (GcmEngine engine : order) {
      GcmEngineReport report = GcmEngineReport.of(engine);
      if (report.availability().usable()) {
        passedOver.add(
            passedOver.isEmpty() ? "the fastest" : engine.label() + " is the next choice");
        return new Choice(engine, String.join("; ", passedOver));
      }
      passedOver.add(engine.label() + ": " + report.availability().reason());
    }
    throw new IllegalStateException("expected at least the JCE, actual " + passedOver);
  }
}
