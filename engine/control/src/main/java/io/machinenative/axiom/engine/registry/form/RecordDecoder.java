package io.machinenative.axiom.engine.registry.form;

import io.machinenative.axiom.codec.MessageHeaderDecoder;
import io.machinenative.axiom.codec.RecordStatus;
import io.machinenative.axiom.codec.RegistryRecordDecoder;
import io.machinenative.axiom.engine.registry.model.About;
import io.machinenative.axiom.engine.registry.model.Content;
import io.machinenative.axiom.engine.registry.model.Document;
import io.machinenative.axiom.engine.registry.model.Endpoint;
import io.machinenative.axiom.engine.registry.model.Health;
import io.machinenative.axiom.engine.registry.model.Kind;
import io.machinenative.axiom.engine.registry.model.Labels;
import io.machinenative.axiom.engine.registry.model.Lease;
import io.machinenative.axiom.engine.registry.model.Placement;
import io.machinenative.axiom.engine.registry.model.RecordKey;
import io.machinenative.axiom.engine.registry.model.RegistryRecord;
import io.machinenative.axiom.engine.registry.model.SemanticVersion;
import io.machinenative.axiom.engine.registry.model.Stamp;
import io.machinenative.axiom.engine.registry.model.Statistics;
import io.machinenative.axiom.engine.registry.model.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.agrona.DirectBuffer;

/**
 * Reads records from bytes, of this version of the schema and of later ones. For one thread;
 * borrows the bytes for the call; allocates the record.
 */
public final class RecordDecoder {
  private static final Kind[] KINDS = Kind.values();
  private static final Status[] STATUSES = Status.values();
  private static final Health[] HEALTHS = Health.values();

  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final RegistryRecordDecoder decoder = new RegistryRecordDecoder();

  /**
   * Reads a record, message header first. What a later version appended is skipped.
   *
   * @throws MalformedRecordException when the bytes are no record, or one of a kind or status that
   *     this version does not know
   */
  public RegistryRecord decode(DirectBuffer buffer, int offset, int length) {
    RecordShape.check(buffer, offset, length);
    decoder.wrapAndApplyHeader(buffer, offset, header);
    try {
      Stamp stamp = new Stamp(decoder.revision(), decoder.registeredAtMs(), decoder.updatedAtMs());
      Lease lease = new Lease(decoder.leaseMs(), expiredFrom(decoder.expiredFromRaw()));
      Kind kind = constant(KINDS, decoder.kindRaw(), "kind");
      Status status = constant(STATUSES, decoder.statusRaw(), "status");
      int healthRaw = decoder.healthRaw();
      Health health = healthRaw < HEALTHS.length ? HEALTHS[healthRaw] : Health.UNKNOWN;
      Statistics statistics = statistics(decoder.statistics());
      List<Endpoint> endpoints = endpoints(decoder.endpoints());
      List<String> tags = tags(decoder.tags());
      List<String> capabilities = capabilities(decoder.capabilities());
      RecordKey key =
          new RecordKey(
              kind, decoder.name(), SemanticVersion.of(decoder.version()), decoder.instance());
      Content content = content(endpoints, tags, capabilities);
      return new RegistryRecord(key, content, status, health, lease, statistics, stamp);
    } catch (IllegalArgumentException e) {
      throw new MalformedRecordException("no record: " + e.getMessage(), e);
    }
  }

  private Content content(List<Endpoint> endpoints, List<String> tags, List<String> capabilities) {
    About about = new About(decoder.title(), decoder.description(), decoder.author());
    Labels labels = new Labels(decoder.recordType(), decoder.category(), tags, capabilities);
    Placement placement = new Placement(decoder.platform(), decoder.region(), decoder.zone());
    String metadataSchema = decoder.metadataSchema();
    Document configuration = document(decoder.configuration());
    Document metadata = document(decoder.metadata());
    return new Content(
        about, labels, placement, endpoints, configuration, metadata, metadataSchema);
  }

  private static Document document(String text) {
    return text.isEmpty() ? Document.EMPTY : new Document(text);
  }

  private static Statistics statistics(RegistryRecordDecoder.StatisticsDecoder group) {
    Statistics statistics = Statistics.NONE;
    while (group.hasNext()) {
      group.next();
      statistics =
          new Statistics(group.calls(), group.errors(), group.totalTimeNs(), group.lastCallAtMs());
    }
    return statistics;
  }

  private static List<Endpoint> endpoints(RegistryRecordDecoder.EndpointsDecoder group) {
    List<Endpoint> endpoints = new ArrayList<>(group.count());
    while (group.hasNext()) {
      group.next();
      int weight = group.weight();
      endpoints.add(new Endpoint(group.uri(), weight));
    }
    return endpoints;
  }

  private static List<String> tags(RegistryRecordDecoder.TagsDecoder group) {
    List<String> tags = new ArrayList<>(group.count());
    while (group.hasNext()) {
      tags.add(group.next().tag());
    }
    return tags;
  }

  private static List<String> capabilities(RegistryRecordDecoder.CapabilitiesDecoder group) {
    List<String> capabilities = new ArrayList<>(group.count());
    while (group.hasNext()) {
      capabilities.add(group.next().capability());
    }
    return capabilities;
  }

  private static Optional<Status> expiredFrom(int raw) {
    return raw == RecordStatus.NULL_VAL.value()
        ? Optional.empty()
        : Optional.of(constant(STATUSES, raw, "status"));
  }

  private static <E> E constant(E[] constants, int raw, String what) {
    if (raw >= constants.length) {
      throw new MalformedRecordException(
          "expected a "
              + what
              + " below "
              + constants.length
              + ", got "
              + raw
              + ", maybe of a later version");
    }
    return constants[raw];
  }
}
