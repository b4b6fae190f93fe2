package io.machinenative.axiom.engine.dispatch;

import io.machinenative.axiom.codec.DeregisterRecordDecoder;
import io.machinenative.axiom.codec.GetRecordDecoder;
import io.machinenative.axiom.codec.GetRegistryStatisticsDecoder;
import io.machinenative.axiom.codec.QueryRecordsDecoder;
import io.machinenative.axiom.codec.RegisterRecordDecoder;
import io.machinenative.axiom.codec.RenewLeasesDecoder;
import io.machinenative.axiom.codec.UpdateRecordDecoder;
import io.machinenative.axiom.engine.access.Caller;
import io.machinenative.axiom.engine.access.Guard;

/**
 * Messages of the registry's family as rules name them: like the tools that do the same. Stateless;
 * allocates nothing.
 */
final class RegistryRights {
  private RegistryRights() {}

  /** Whether a caller may send a message of the family. */
  static boolean allows(Guard guard, Caller caller, int templateId) {
    return guard.allows(caller.principal(), nameOf(templateId), !changes(templateId));
  }

  private static boolean changes(int templateId) {
    return switch (templateId) {
      case RegisterRecordDecoder.TEMPLATE_ID,
          UpdateRecordDecoder.TEMPLATE_ID,
          DeregisterRecordDecoder.TEMPLATE_ID,
          RenewLeasesDecoder.TEMPLATE_ID ->
          true;
      default -> false;
    };
  }

  /** What a rule calls it. */
  static String nameOf(int templateId) {
    return switch (templateId) {
      case RegisterRecordDecoder.TEMPLATE_ID -> "registry.register";
      case UpdateRecordDecoder.TEMPLATE_ID -> "registry.update";
      case DeregisterRecordDecoder.TEMPLATE_ID -> "registry.deregister";
      case RenewLeasesDecoder.TEMPLATE_ID -> "registry.heartbeat";
      case GetRecordDecoder.TEMPLATE_ID -> "registry.get";
      case QueryRecordsDecoder.TEMPLATE_ID -> "registry.query";
      case GetRegistryStatisticsDecoder.TEMPLATE_ID -> "registry.stats";
      default -> "registry.watch";
    };
  }
}
