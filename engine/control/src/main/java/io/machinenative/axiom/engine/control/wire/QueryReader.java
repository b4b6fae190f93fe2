package io.machinenative.axiom.engine.control.wire;

import io.machinenative.axiom.codec.QueryRecordsDecoder;
import io.machinenative.axiom.codec.RecordKind;
import io.machinenative.axiom.engine.pipeline.RegistryRequest;
import io.machinenative.axiom.engine.registry.model.Health;
import io.machinenative.axiom.engine.registry.model.Kind;
import io.machinenative.axiom.engine.registry.model.Status;
import io.machinenative.axiom.engine.registry.query.Filter;
import io.machinenative.axiom.engine.registry.query.Order;
import io.machinenative.axiom.engine.registry.query.Query;
import io.machinenative.axiom.engine.registry.query.Sort;
import io.machinenative.axiom.engine.registry.query.TimeRange;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Reads QueryRecords. Owned by the conductor. */
final class QueryReader {
  private static final int DEFAULT_LIMIT = 100;

  private final QueryRecordsDecoder decoder = new QueryRecordsDecoder();

  /**
   * @throws IllegalArgumentException when a field holds what it may not
   */
  Query read(RegistryRequest request) {
    decoder.wrap(request.buffer(), request.offset(), request.blockLength(), request.version());
    Filter.Builder filter = Filter.where();
    putBlock(filter);
    int limit = decoder.pageSize() == 0 ? DEFAULT_LIMIT : decoder.pageSize();
    Sort sort = WireValues.constant(Sort.values(), decoder.sortRaw(), "sort");
    Order order = new Order(sort, decoder.flags().descending());
    putGroups(filter);
    unlessEmpty(decoder.name(), filter::name);
    unlessEmpty(decoder.versions(), filter::versions);
    unlessEmpty(decoder.platform(), filter::platform);
    unlessEmpty(decoder.recordType(), filter::type);
    unlessEmpty(decoder.category(), filter::category);
    unlessEmpty(decoder.region(), filter::region);
    unlessEmpty(decoder.zone(), filter::zone);
    unlessEmpty(decoder.textPrefix(), filter::textPrefix);
    return new Query(filter.build(), order, limit, decoder.cursor());
  }

  private void putBlock(Filter.Builder filter) {
    WireValues.optional(Kind.values(), decoder.kindRaw(), RecordKind.NULL_VAL.value(), "kind")
        .ifPresent(filter::kind);
    filter.status(WireValues.chosen(Status.values(), decoder.statuses().getRaw(), "statuses"));
    filter.health(WireValues.chosen(Health.values(), decoder.healths().getRaw(), "healths"));
    filter.registered(new TimeRange(decoder.registeredFromMs(), decoder.registeredBeforeMs()));
    filter.updated(new TimeRange(decoder.updatedFromMs(), decoder.updatedBeforeMs()));
  }

  private void putGroups(Filter.Builder filter) {
    List<String> tags = new ArrayList<>();
    for (QueryRecordsDecoder.TagsDecoder tag : decoder.tags()) {
      tags.add(tag.tag());
    }
    List<String> capabilities = new ArrayList<>();
    for (QueryRecordsDecoder.CapabilitiesDecoder capability : decoder.capabilities()) {
      capabilities.add(capability.capability());
    }
    filter.tags(tags.toArray(String[]::new));
    filter.capabilities(capabilities.toArray(String[]::new));
  }

  private static void unlessEmpty(String text, Consumer<String> setter) {
    if (!text.isEmpty()) {
      setter.accept(text);
    }
  }
}
