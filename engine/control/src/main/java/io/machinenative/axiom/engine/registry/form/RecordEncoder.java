package io.machinenative.axiom.engine.registry.form;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.codec.MessageHeaderEncoder;
import io.machinenative.axiom.codec.RecordHealth;
import io.machinenative.axiom.codec.RecordKind;
import io.machinenative.axiom.codec.RecordStatus;
import io.machinenative.axiom.codec.RegistryRecordEncoder;
import io.machinenative.axiom.engine.registry.model.Content;
import io.machinenative.axiom.engine.registry.model.Document;
import io.machinenative.axiom.engine.registry.model.Endpoint;
import io.machinenative.axiom.engine.registry.model.RecordKey;
import io.machinenative.axiom.engine.registry.model.RegistryRecord;
import io.machinenative.axiom.engine.registry.model.Statistics;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Writes records and keys as bytes. For one thread; owns its buffers, whose content is valid until
 * the next call.
 */
public final class RecordEncoder {
  /** A record's length, at most. */
  public static final int MAX_RECORD_BYTES = 64 * 1024;

  /** A text's length, at most: what the length in front of it can say. */
  private static final int MAX_TEXT_BYTES = 65_534;

  private static final int INITIAL_BYTES = 1024;

  private final MutableDirectBuffer buffer = new ExpandableArrayBuffer(INITIAL_BYTES);
  private final MutableDirectBuffer keyBuffer = new ExpandableArrayBuffer(INITIAL_BYTES);
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final RegistryRecordEncoder encoder = new RegistryRecordEncoder();

  /** The bytes of the last record. */
  public MutableDirectBuffer buffer() {
    return buffer;
  }

  /** The bytes of the last key. */
  public MutableDirectBuffer keyBuffer() {
    return keyBuffer;
  }

  /**
   * Writes a key: the text of {@link RecordKey} in ASCII.
   *
   * @return its length
   */
  public int encode(RecordKey key) {
    return keyBuffer.putStringWithoutLengthAscii(0, key.toString());
  }

  /**
   * Writes a record, message header first.
   *
   * @return its length
   * @throws IllegalArgumentException when it is longer than {@link #MAX_RECORD_BYTES}
   */
  public int encode(RegistryRecord record) {
    requireWithinBounds(roughBytes(record.content()));
    encoder.wrapAndApplyHeader(buffer, 0, header);
    encoder
        .revision(record.stamp().revision())
        .registeredAtMs(record.stamp().registeredAtMs())
        .updatedAtMs(record.stamp().updatedAtMs())
        .leaseMs(record.lease().ttlMs())
        .kind(RecordKind.get((short) record.key().kind().ordinal()))
        .status(RecordStatus.get((short) record.status().ordinal()))
        .health(RecordHealth.get((short) record.health().ordinal()))
        .expiredFrom(
            record
                .lease()
                .expiredFrom()
                .map(status -> RecordStatus.get((short) status.ordinal()))
                .orElse(RecordStatus.NULL_VAL));
    putGroups(record);
    putTexts(record.key(), record.content());
    int length = MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength();
    requireWithinBounds(length);
    return length;
  }

  private void putGroups(RegistryRecord record) {
    Statistics used = record.statistics();
    boolean wasUsed = !used.equals(Statistics.NONE);
    RegistryRecordEncoder.StatisticsEncoder statistics = encoder.statisticsCount(wasUsed ? 1 : 0);
    if (wasUsed) {
      statistics
          .next()
          .calls(used.calls())
          .errors(used.errors())
          .totalTimeNs(used.totalTimeNs())
          .lastCallAtMs(used.lastCallAtMs());
    }
    Content content = record.content();
    RegistryRecordEncoder.EndpointsEncoder endpoints =
        encoder.endpointsCount(content.endpoints().size());
    for (Endpoint endpoint : content.endpoints()) {
      endpoints.next().weight(endpoint.weight()).uri(endpoint.uri());
    }
    RegistryRecordEncoder.TagsEncoder tags = encoder.tagsCount(content.labels().tags().size());
    for (String tag : content.labels().tags()) {
      tags.next().tag(tag);
    }
    RegistryRecordEncoder.CapabilitiesEncoder capabilities =
        encoder.capabilitiesCount(content.labels().capabilities().size());
    for (String capability : content.labels().capabilities()) {
      capabilities.next().capability(capability);
    }
  }

  private void putTexts(RecordKey key, Content content) {
    encoder.name(key.name()).version(key.version().toString()).instance(key.instance());
    encoder
        .title(content.about().title())
        .description(content.about().description())
        .author(content.about().author());
    encoder.recordType(content.labels().type()).category(content.labels().category());
    encoder
        .platform(content.placement().platform())
        .region(content.placement().region())
        .zone(content.placement().zone());
    encoder.metadataSchema(content.metadataSchema());
    encoder.configuration(textOf(content.configuration()));
    encoder.metadata(textOf(content.metadata()));
  }

  private static String textOf(Document document) {
    return document.isEmpty() ? "" : document.json();
  }

  /**
   * A lower bound of the length, so that no text is longer than its length can say, and no group
   * has more entries than its dimensions can.
   */
  private static long roughBytes(Content content) {
    long bytes =
        (long) content.configuration().json().length() + content.metadata().json().length();
    for (Endpoint endpoint : content.endpoints()) {
      bytes += textBytes(endpoint.uri());
    }
    for (String tag : content.labels().tags()) {
      bytes += textBytes(tag);
    }
    for (String capability : content.labels().capabilities()) {
      bytes += textBytes(capability);
    }
    return bytes
        + textBytes(content.about().title())
        + textBytes(content.about().description())
        + textBytes(content.about().author())
        + textBytes(content.labels().type())
        + textBytes(content.labels().category())
        + textBytes(content.placement().platform())
        + textBytes(content.placement().region())
        + textBytes(content.placement().zone())
        + textBytes(content.metadataSchema());
  }

  private static long textBytes(String text) {
    boolean maybeLong = text.length() > MAX_TEXT_BYTES / 4;
    return Short.BYTES + (maybeLong ? text.getBytes(UTF_8).length : text.length());
  }

  private static void requireWithinBounds(long bytes) {
    if (bytes > MAX_RECORD_BYTES) {
      throw new IllegalArgumentException(
          "expected a record of at most " + MAX_RECORD_BYTES + " bytes, got " + bytes);
    }
  }
}
