package io.machinenative.axiom.engine.control.wire;

import io.machinenative.axiom.codec.RecordPageEncoder;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.codec.WireLimits;
import io.machinenative.axiom.engine.control.Visibility;
import io.machinenative.axiom.engine.pipeline.RegistryRequest;
import io.machinenative.axiom.engine.registry.Page;
import io.machinenative.axiom.engine.registry.Registry;
import io.machinenative.axiom.engine.registry.query.Query;
import io.machinenative.axiom.engine.registry.query.RecordView;

/**
 * QueryRecords. A page that would be too long is asked for again with as many records as fit: its
 * cursor then goes on behind them.
 */
final class QueryOperation implements RegistryOperation {
  /** Of a page without records, its cursor included. */
  private static final int OVERHEAD_BYTES =
      WireLimits.HEADER_BYTES
          + RecordPageEncoder.BLOCK_LENGTH
          + RecordPageEncoder.RecordsEncoder.HEADER_SIZE
          + RecordPageEncoder.nextHeaderLength()
          + WireLimits.MAX_CURSOR_BYTES;

  private final Registry registry;
  private final Visibility visibility;
  private final QueryReader reader = new QueryReader();
  private final RecordPageEncoder encoder = new RecordPageEncoder();

  QueryOperation(Registry registry, Visibility visibility) {
    this.registry = registry;
    this.visibility = visibility;
  }

  @Override
  public int run(RegistryRequest request, ReplyBuffer reply) {
    Query query = reader.read(request);
    RecordView view = visibility.records(request.principal());
    Page page = registry.query(query, view);
    int budget = Math.min(request.maxReplyBytes(), WireLimits.MAX_RECORD_PAGE_BYTES);
    int fitting = write(page, request, reply, budget);
    if (fitting < page.records().size()) {
      if (fitting == 0) {
        throw new WireException(
            Status.RESULT_TOO_LARGE,
            "the next record does not fit into the session's "
                + request.maxReplyBytes()
                + " bytes");
      }
      page =
          registry.query(new Query(query.filter(), query.order(), fitting, query.cursor()), view);
      write(page, request, reply, budget);
    }
    encoder.next(page.next());
    return WireLimits.HEADER_BYTES + encoder.encodedLength();
  }

  /** Writes all but the cursor; answers how many records fitted. */
  private int write(Page page, RegistryRequest request, ReplyBuffer reply, int budget) {
    RecordPageEncoder.RecordsEncoder records =
        encoder
            .wrapAndApplyHeader(reply.buffer(), 0, reply.header())
            .correlationId(request.correlationId())
            .revision(page.revision())
            .total(page.total())
            .damaged(page.damaged())
            .recordsCount(page.records().size());
    int left = budget - OVERHEAD_BYTES;
    for (int i = 0; i < page.records().size(); i++) {
      int length = reply.records().encode(page.records().get(i));
      left -= RecordPageEncoder.RecordsEncoder.recordHeaderLength() + length;
      if (left < 0) {
        return i;
      }
      records.next().putRecord(reply.records().buffer(), 0, length);
    }
    return page.records().size();
  }
}
