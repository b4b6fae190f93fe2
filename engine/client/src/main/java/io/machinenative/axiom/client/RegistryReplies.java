package io.machinenative.axiom.client;

import io.machinenative.axiom.client.RegistryAsk.Answer;
import io.machinenative.axiom.codec.LeasesRenewedDecoder;
import io.machinenative.axiom.codec.RecordOutcomeDecoder;
import io.machinenative.axiom.codec.RecordPageDecoder;
import io.machinenative.axiom.codec.RecordReplyDecoder;
import io.machinenative.axiom.codec.RegistryOutcome;
import io.machinenative.axiom.codec.RegistryStatisticsDecoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Reads the registry's answers as JSON values. Stateless; allocates. */
final class RegistryReplies {
  private RegistryReplies() {}

  static Map<String, Object> outcome(Answer answer) {
    RecordOutcomeDecoder reply =
        new RecordOutcomeDecoder()
            .wrap(answer.buffer(), answer.offset(), answer.blockLength(), answer.version());
    RegistryOutcome outcome = reply.outcome();
    boolean isDone = outcome == RegistryOutcome.DONE || outcome == RegistryOutcome.UNCHANGED;
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("done", isDone);
    long expected = reply.expectedRevision();
    long revision = reply.revision();
    List<Map<String, Object>> findings = findings(reply);
    String message = reply.message();
    if (isDone) {
      values.put("changed", outcome == RegistryOutcome.DONE);
      int length = reply.recordLength();
      int offset = reply.limit() + RecordOutcomeDecoder.recordHeaderLength();
      if (length > 0) {
        values.put("record", RecordReader.read(answer.buffer(), offset, length));
      }
    } else {
      values.put("reason", WireLabel.of(outcome));
      values.put("message", message);
      if (expected > 0) {
        values.put("expectedRevision", expected);
      }
    }
    values.put("revision", revision);
    values.put("findings", findings);
    return values;
  }

  private static List<Map<String, Object>> findings(RecordOutcomeDecoder reply) {
    List<Map<String, Object>> findings = new ArrayList<>();
    for (RecordOutcomeDecoder.FindingsDecoder finding : reply.findings()) {
      Map<String, Object> values = new LinkedHashMap<>();
      String severity = WireLabel.of(finding.severity());
      values.put("code", finding.code());
      values.put("path", finding.path());
      values.put("severity", severity);
      values.put("expected", finding.expected());
      values.put("found", finding.found());
      values.put("suggestion", finding.suggestion());
      findings.add(values);
    }
    return findings;
  }

  static Optional<Map<String, Object>> record(Answer answer) {
    RecordReplyDecoder reply =
        new RecordReplyDecoder()
            .wrap(answer.buffer(), answer.offset(), answer.blockLength(), answer.version());
    int length = reply.recordLength();
    int offset = reply.limit() + RecordReplyDecoder.recordHeaderLength();
    return length == 0
        ? Optional.empty()
        : Optional.of(RecordReader.read(answer.buffer(), offset, length));
  }

  static Map<String, Object> page(Answer answer) {
    RecordPageDecoder reply =
        new RecordPageDecoder()
            .wrap(answer.buffer(), answer.offset(), answer.blockLength(), answer.version());
    long revision = reply.revision();
    long total = reply.total();
    long damaged = reply.damaged();
    List<Map<String, Object>> records = new ArrayList<>();
    for (RecordPageDecoder.RecordsDecoder record : reply.records()) {
      int length = record.recordLength();
      int offset = reply.limit() + RecordPageDecoder.RecordsDecoder.recordHeaderLength();
      records.add(RecordReader.read(answer.buffer(), offset, length));
      record.skipRecord();
    }
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("records", records);
    values.put("total", total);
    values.put("damaged", damaged);
    values.put("next", reply.next());
    values.put("revision", revision);
    return values;
  }

  /** In the order of the keys. */
  static Map<String, Object> renewed(Answer answer, List<String> keys) {
    LeasesRenewedDecoder reply =
        new LeasesRenewedDecoder()
            .wrap(answer.buffer(), answer.offset(), answer.blockLength(), answer.version());
    LeasesRenewedDecoder.ResultsDecoder results = reply.results();
    if (results.count() != keys.size()) {
      throw new IllegalArgumentException(
          "expected " + keys.size() + " results, got " + results.count());
    }
    Map<String, Object> values = new LinkedHashMap<>();
    keys.forEach(key -> values.put(key, WireLabel.of(results.next().result())));
    return values;
  }

  static Map<String, Object> statistics(Answer answer) {
    RegistryStatisticsDecoder reply =
        new RegistryStatisticsDecoder()
            .wrap(answer.buffer(), answer.offset(), answer.blockLength(), answer.version());
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("records", reply.records());
    Map<String, Object> kinds = new LinkedHashMap<>();
    reply.kinds().forEach(each -> kinds.put(WireLabel.of(each.kind()), each.kindCount()));
    Map<String, Object> statuses = new LinkedHashMap<>();
    reply.statuses().forEach(each -> statuses.put(WireLabel.of(each.status()), each.statusCount()));
    Map<String, Object> healths = new LinkedHashMap<>();
    reply.healths().forEach(each -> healths.put(WireLabel.of(each.health()), each.healthCount()));
    values.put("byKind", kinds);
    values.put("byStatus", statuses);
    values.put("byHealth", healths);
    values.put("revision", reply.revision());
    values.put("feedId", new UUID(reply.feedIdHigh(), reply.feedIdLow()).toString());
    values.put("oldestRevisionInFeed", reply.oldestRevisionInFeed());
    values.put("feedBytes", reply.feedBytes());
    values.put("refused", reply.refused());
    values.put("queries", reply.queries());
    values.put("heartbeats", reply.heartbeats());
    values.put("leases", reply.leases());
    values.put("overdue", reply.overdue());
    values.put("retained", reply.retained());
    values.put("expired", reply.expired());
    values.put("suppressed", reply.suppressed());
    values.put("brakeHolding", reply.brakeHolding() != 0);
    values.put("damaged", reply.damaged());
    List<Map<String, Object>> damage = new ArrayList<>();
    for (RegistryStatisticsDecoder.DamageDecoder each : reply.damage()) {
      Map<String, Object> place = new LinkedHashMap<>();
      place.put("key", each.damagedKey());
      place.put("cause", each.cause());
      damage.add(place);
    }
    values.put("damage", damage);
    return values;
  }
}
