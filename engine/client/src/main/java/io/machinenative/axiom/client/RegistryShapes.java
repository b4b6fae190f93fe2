package io.machinenative.axiom.client;

import io.machinenative.axiom.client.MessageShape.Group;
import io.machinenative.axiom.codec.LeasesRenewedDecoder;
import io.machinenative.axiom.codec.RecordOutcomeDecoder;
import io.machinenative.axiom.codec.RecordPageDecoder;
import io.machinenative.axiom.codec.RecordReplyDecoder;
import io.machinenative.axiom.codec.RegistryChangesDecoder;
import io.machinenative.axiom.codec.RegistryRecordDecoder;
import io.machinenative.axiom.codec.RegistryResyncDecoder;
import io.machinenative.axiom.codec.RegistryStatisticsDecoder;
import io.machinenative.axiom.codec.WatchEndedDecoder;
import io.machinenative.axiom.codec.WatchStartedDecoder;

/** The outlines of what a server sends in the registry's family. Stateless. */
final class RegistryShapes {
  private static final int SHORT = Short.BYTES;
  private static final int INT = Integer.BYTES;

  static final MessageShape RECORD =
      MessageShape.withGroups(
          RegistryRecordDecoder.BLOCK_LENGTH,
          new Group[] {
            new Group(RegistryRecordDecoder.StatisticsDecoder.sbeBlockLength()),
            new Group(RegistryRecordDecoder.EndpointsDecoder.sbeBlockLength(), SHORT),
            new Group(0, SHORT),
            new Group(0, SHORT)
          },
          SHORT,
          SHORT,
          SHORT,
          SHORT,
          SHORT,
          SHORT,
          SHORT,
          SHORT,
          SHORT,
          SHORT,
          SHORT,
          SHORT,
          INT,
          INT);

  static final MessageShape OUTCOME =
      MessageShape.withGroups(
          RecordOutcomeDecoder.BLOCK_LENGTH,
          new Group[] {
            new Group(
                RecordOutcomeDecoder.FindingsDecoder.sbeBlockLength(),
                SHORT,
                SHORT,
                SHORT,
                SHORT,
                SHORT)
          },
          SHORT,
          INT);

  static final MessageShape REPLY = MessageShape.of(RecordReplyDecoder.BLOCK_LENGTH, INT);

  static final MessageShape PAGE =
      MessageShape.withGroups(
          RecordPageDecoder.BLOCK_LENGTH, new Group[] {new Group(0, INT)}, SHORT);

  static final MessageShape RENEWED =
      MessageShape.withGroups(
          LeasesRenewedDecoder.BLOCK_LENGTH,
          new Group[] {new Group(LeasesRenewedDecoder.ResultsDecoder.sbeBlockLength())});

  static final MessageShape STATISTICS =
      MessageShape.withGroups(
          RegistryStatisticsDecoder.BLOCK_LENGTH,
          new Group[] {
            new Group(RegistryStatisticsDecoder.KindsDecoder.sbeBlockLength()),
            new Group(RegistryStatisticsDecoder.StatusesDecoder.sbeBlockLength()),
            new Group(RegistryStatisticsDecoder.HealthsDecoder.sbeBlockLength()),
            new Group(0, SHORT, SHORT)
          });

  static final MessageShape STARTED = MessageShape.of(WatchStartedDecoder.BLOCK_LENGTH);

  static final MessageShape ENDED = MessageShape.of(WatchEndedDecoder.BLOCK_LENGTH);

  static final MessageShape CHANGES =
      MessageShape.withGroups(
          RegistryChangesDecoder.BLOCK_LENGTH,
          new Group[] {
            new Group(RegistryChangesDecoder.ChangesDecoder.sbeBlockLength(), SHORT, INT)
          });

  static final MessageShape RESYNC = MessageShape.of(RegistryResyncDecoder.BLOCK_LENGTH);

  private RegistryShapes() {}
}
