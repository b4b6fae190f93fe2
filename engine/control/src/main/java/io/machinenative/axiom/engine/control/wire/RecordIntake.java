package io.machinenative.axiom.engine.control.wire;

import io.machinenative.axiom.engine.registry.form.RecordDecoder;
import io.machinenative.axiom.engine.registry.model.Content;
import io.machinenative.axiom.engine.registry.model.Document;
import io.machinenative.axiom.engine.registry.model.RegistryRecord;
import org.agrona.DirectBuffer;

/**
 * Reads records that come from outside: what the store's own bytes are trusted to hold, compact
 * JSON objects, is read and written anew. Owned by the conductor.
 */
final class RecordIntake {
  private final RecordDecoder decoder = new RecordDecoder();

  /**
   * @throws io.machinenative.axiom.engine.registry.form.MalformedRecordException when the bytes are
   *     no record
   * @throws IllegalArgumentException when its configuration or metadata is no JSON object
   */
  RegistryRecord read(DirectBuffer buffer, int offset, int length) {
    RegistryRecord record = decoder.decode(buffer, offset, length);
    Content content = record.content();
    return new RegistryRecord(
        record.key(),
        new Content(
            content.about(),
            content.labels(),
            content.placement(),
            content.endpoints(),
            document("configuration", content.configuration()),
            document("metadata", content.metadata()),
            content.metadataSchema()),
        record.status(),
        record.health(),
        record.lease(),
        record.statistics(),
        record.stamp());
  }

  private static Document document(String name, Document untrusted) {
    try {
      return untrusted.isEmpty() ? untrusted : Document.parse(untrusted.json());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("/" + name + ": " + e.getMessage(), e);
    }
  }
}
