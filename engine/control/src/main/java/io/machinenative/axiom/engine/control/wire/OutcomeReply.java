package io.machinenative.axiom.engine.control.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.codec.FindingSeverity;
import io.machinenative.axiom.codec.RecordOutcomeEncoder;
import io.machinenative.axiom.codec.RegistryOutcome;
import io.machinenative.axiom.codec.WireLimits;
import io.machinenative.axiom.engine.pipeline.RegistryRequest;
import io.machinenative.axiom.engine.pipeline.Text;
import io.machinenative.axiom.engine.registry.Outcome;
import io.machinenative.axiom.engine.registry.validation.Finding;
import io.machinenative.axiom.engine.registry.validation.Severity;
import java.util.List;

/** Writes RecordOutcome. Owned by the conductor. */
final class OutcomeReply {
  private static final int MAX_FINDINGS = 100;

  private final RecordOutcomeEncoder encoder = new RecordOutcomeEncoder();

  /**
   * @param expectedRevision of the request
   * @return its length; what the session has no room for is left out, the record first
   */
  int write(Outcome outcome, long expectedRevision, RegistryRequest request, ReplyBuffer reply) {
    int length = write(outcome, expectedRevision, request, reply, true, true);
    if (length > request.maxReplyBytes()) {
      length = write(outcome, expectedRevision, request, reply, false, true);
    }
    return length > request.maxReplyBytes()
        ? write(outcome, expectedRevision, request, reply, false, false)
        : length;
  }

  private int write(
      Outcome outcome,
      long expectedRevision,
      RegistryRequest request,
      ReplyBuffer reply,
      boolean withRecord,
      boolean withFindings) {
    encoder
        .wrapAndApplyHeader(reply.buffer(), 0, reply.header())
        .correlationId(request.correlationId())
        .expectedRevision(expectedRevision);
    switch (outcome) {
      case Outcome.Done done -> {
        encoder
            .revision(done.record().revision())
            .outcome(done.changed() ? RegistryOutcome.DONE : RegistryOutcome.UNCHANGED);
        putFindings(withFindings ? done.warnings() : List.of());
        encoder.message("");
        int recordBytes = withRecord ? reply.records().encode(done.record()) : 0;
        encoder.putRecord(reply.records().buffer(), 0, recordBytes);
      }
      case Outcome.Refused refused -> {
        encoder.revision(refused.revision()).outcome(code(refused.reason()));
        putFindings(withFindings ? refused.findings() : List.of());
        byte[] message = Text.bytes(refused.message(), WireLimits.MAX_TEXT_BYTES);
        encoder.putMessage(message, 0, message.length).putRecord(message, 0, 0);
      }
    }
    return WireLimits.HEADER_BYTES + encoder.encodedLength();
  }

  private static RegistryOutcome code(Outcome.Reason reason) {
    return switch (reason) {
      case NOT_FOUND -> RegistryOutcome.NOT_FOUND;
      case EXISTS -> RegistryOutcome.EXISTS;
      case REVISION_CONFLICT -> RegistryOutcome.REVISION_CONFLICT;
      case TRANSITION -> RegistryOutcome.TRANSITION;
      case INVALID -> RegistryOutcome.INVALID;
      case FULL -> RegistryOutcome.FULL;
    };
  }

  private void putFindings(List<Finding> findings) {
    int count = Math.min(findings.size(), MAX_FINDINGS);
    RecordOutcomeEncoder.FindingsEncoder group = encoder.findingsCount(count);
    for (Finding finding : findings.subList(0, count)) {
      byte[] expected = finding.expected().getBytes(UTF_8);
      byte[] path = finding.path().getBytes(UTF_8);
      byte[] suggestion = finding.suggestion().getBytes(UTF_8);
      group
          .next()
          .severity(
              finding.severity() == Severity.ERROR
                  ? FindingSeverity.ERROR
                  : FindingSeverity.WARNING)
          .code(finding.code().name())
          .putPath(path, 0, Math.min(path.length, WireLimits.MAX_TEXT_BYTES))
          .putExpected(expected, 0, Math.min(expected.length, WireLimits.MAX_TEXT_BYTES))
          .found(finding.found())
          .putSuggestion(suggestion, 0, Math.min(suggestion.length, WireLimits.MAX_TEXT_BYTES));
    }
  }
}
