package io.machinenative.axiom.engine.validation;

import io.machinenative.axiom.codec.DeregisterRecordDecoder;
import io.machinenative.axiom.codec.GetRecordDecoder;
import io.machinenative.axiom.codec.GetRegistryStatisticsDecoder;
import io.machinenative.axiom.codec.QueryRecordsDecoder;
import io.machinenative.axiom.codec.RegisterRecordDecoder;
import io.machinenative.axiom.codec.RenewLeasesDecoder;
import io.machinenative.axiom.codec.UnwatchDecoder;
import io.machinenative.axiom.codec.UpdateRecordDecoder;
import io.machinenative.axiom.codec.WatchCreditDecoder;
import io.machinenative.axiom.codec.WatchRegistryDecoder;
import io.machinenative.axiom.codec.WireLimits;
import io.machinenative.axiom.engine.validation.MessageShape.Group;

/** The shapes of what a client may send in the registry's family. Stateless. */
final class RegistryShapes {
  private static final int SHORT = Short.BYTES;
  private static final int INT = Integer.BYTES;
  private static final int KEY = WireLimits.MAX_RECORD_KEY_BYTES;
  private static final int TEXT = WireLimits.MAX_RECORD_TEXT_BYTES;
  private static final int RECORD = WireLimits.MAX_RECORD_BYTES;

  static final MessageShape REGISTER =
      plain(RegisterRecordDecoder.BLOCK_LENGTH, new int[] {INT}, RECORD);

  static final MessageShape UPDATE =
      plain(UpdateRecordDecoder.BLOCK_LENGTH, new int[] {SHORT, INT}, KEY, RECORD);

  static final MessageShape DEREGISTER =
      plain(DeregisterRecordDecoder.BLOCK_LENGTH, new int[] {SHORT}, KEY);

  static final MessageShape GET = plain(GetRecordDecoder.BLOCK_LENGTH, new int[] {SHORT}, KEY);

  static final MessageShape QUERY =
      new MessageShape(
          QueryRecordsDecoder.BLOCK_LENGTH,
          new Group[] {texts(WireLimits.MAX_QUERY_LABELS), texts(WireLimits.MAX_QUERY_LABELS)},
          new int[] {SHORT, SHORT, SHORT, SHORT, SHORT, SHORT, SHORT, SHORT, SHORT},
          new int[] {TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, WireLimits.MAX_CURSOR_BYTES});

  static final MessageShape RENEW =
      new MessageShape(
          RenewLeasesDecoder.BLOCK_LENGTH,
          new Group[] {texts(WireLimits.MAX_LEASE_KEYS)},
          new int[0],
          new int[0]);

  static final MessageShape STATISTICS =
      plain(GetRegistryStatisticsDecoder.BLOCK_LENGTH, new int[0]);

  static final MessageShape WATCH =
      plain(WatchRegistryDecoder.BLOCK_LENGTH, new int[] {SHORT}, TEXT);

  static final MessageShape CREDIT = plain(WatchCreditDecoder.BLOCK_LENGTH, new int[0]);

  static final MessageShape UNWATCH = plain(UnwatchDecoder.BLOCK_LENGTH, new int[0]);

  private RegistryShapes() {}

  private static MessageShape plain(int blockBytes, int[] lengthBytes, int... maxDataBytes) {
    return new MessageShape(blockBytes, lengthBytes, maxDataBytes);
  }

  /** Entries of one text each, and no block. */
  private static Group texts(int most) {
    return new Group(0, most, new int[] {SHORT}, new int[] {TEXT});
  }
}
