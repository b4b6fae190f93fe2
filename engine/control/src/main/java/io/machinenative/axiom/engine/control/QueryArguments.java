package io.machinenative.axiom.engine.control;

import io.machinenative.axiom.engine.registry.model.Health;
import io.machinenative.axiom.engine.registry.model.Kind;
import io.machinenative.axiom.engine.registry.model.Status;
import io.machinenative.axiom.engine.registry.query.Filter;
import io.machinenative.axiom.engine.registry.query.Order;
import io.machinenative.axiom.engine.registry.query.Query;
import io.machinenative.axiom.engine.registry.query.Sort;
import io.machinenative.axiom.engine.registry.query.TimeRange;
import java.util.Locale;

/** What {@code registry.query} is asked, as the registry takes it. */
final class QueryArguments {
  private static final int DEFAULT_LIMIT = 100;

  private QueryArguments() {}

  static Query query(Arguments arguments) {
    Sort sort =
        Sort.valueOf(
            arguments.optional("sort").orElse("name").toUpperCase(Locale.ROOT).replace('-', '_'));
    return new Query(
        filter(arguments),
        new Order(sort, arguments.flag("descending")),
        (int) arguments.number("limit", DEFAULT_LIMIT),
        arguments.optional("cursor").orElse(""));
  }

  private static Filter filter(Arguments arguments) {
    Filter.Builder filter = Filter.where();
    arguments.optional("kind").map(Kind::of).ifPresent(filter::kind);
    arguments.optional("name").ifPresent(filter::name);
    arguments.optional("versions").ifPresent(filter::versions);
    arguments.optional("platform").ifPresent(filter::platform);
    arguments.optional("type").ifPresent(filter::type);
    arguments.optional("category").ifPresent(filter::category);
    arguments.optional("region").ifPresent(filter::region);
    arguments.optional("zone").ifPresent(filter::zone);
    arguments.optional("textPrefix").ifPresent(filter::textPrefix);
    filter.tags(arguments.texts("tags").toArray(String[]::new));
    filter.capabilities(arguments.texts("capabilities").toArray(String[]::new));
    filter.status(arguments.texts("statuses").stream().map(Status::of).toArray(Status[]::new));
    filter.health(arguments.texts("healths").stream().map(Health::of).toArray(Health[]::new));
    filter.registered(range(arguments, "registered"));
    filter.updated(range(arguments, "updated"));
    return filter.build();
  }

  private static TimeRange range(Arguments arguments, String name) {
    return new TimeRange(
        arguments.number(name + "FromMs", Long.MIN_VALUE),
        arguments.number(name + "BeforeMs", Long.MAX_VALUE));
  }
}
