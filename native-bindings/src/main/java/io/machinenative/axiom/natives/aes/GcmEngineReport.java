package io.machinenative.axiom.natives.aes;

import io.machinenative.axiom.natives.link.Availability;

/**
 * Whether an engine can be used, and why.
 *
 * @param variant the instruction set that it was linked for, where it has several; else empty
 */
public record GcmEngineReport(GcmEngine engine, String variant, Availability availability) {
  /** Links and tests the engine, unless that was done before. */
  static GcmEngineReport of(GcmEngine engine) {
    return switch (engine) {
      case IPSEC_MB -> {
        IpsecMb.Choice choice = IpsecMb.CHOICE;
        String variant = choice.variant() == null ? "" : choice.variant().suffix();
        yield new GcmEngineReport(engine, variant, choice.linked().availability());
      }
      case LIBCRYPTO -> new GcmEngineReport(engine, "", Libcrypto.LINKED.availability());
      case JCE -> new GcmEngineReport(engine, "", JceSession.AVAILABILITY);
    };
  }
}
