package io.machinenative.axiom.engine.plugin.lent;

import io.machinenative.axiom.api.NotGrantedException;
import io.machinenative.axiom.api.PluginMetrics;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;

/** Numbers of one version of a plugin; read by the engine at any time. */
final class LentMetrics implements PluginMetrics {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9._-]{0,63}");

  private sealed interface Metric {
    long value();
  }

  private record Grows(LongAdder adder) implements Metric, Counter {
    @Override
    public void add(long amount) {
      assert amount >= 0 : "a counter only grows, got " + amount;
      adder.add(amount);
    }

    @Override
    public long value() {
      return adder.sum();
    }
  }

  private record Moves(AtomicLong number) implements Metric, Gauge {
    @Override
    public void set(long value) {
      number.set(value);
    }

    @Override
    public void add(long amount) {
      number.addAndGet(amount);
    }

    @Override
    public long value() {
      return number.get();
    }
  }

  private final String plugin;
  private final ConcurrentHashMap<String, Metric> metrics = new ConcurrentHashMap<>();

  LentMetrics(String plugin) {
    this.plugin = plugin;
  }

  @Override
  public Counter counter(String name) {
    Metric metric = metrics.get(name);
    if (metric == null) {
      metric = add(name, new Grows(new LongAdder()));
    }
    if (metric instanceof Grows counter) {
      return counter;
    }
    throw new IllegalArgumentException(
        "plugin " + plugin + ": expected a counter, " + name + " is a gauge");
  }

  @Override
  public Gauge gauge(String name) {
    Metric metric = metrics.get(name);
    if (metric == null) {
      metric = add(name, new Moves(new AtomicLong()));
    }
    if (metric instanceof Moves gauge) {
      return gauge;
    }
    throw new IllegalArgumentException(
        "plugin " + plugin + ": expected a gauge, " + name + " is a counter");
  }

  private synchronized Metric add(String name, Metric metric) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "plugin " + plugin + ": expected a metric's name as " + NAME + ", got '" + name + "'");
    }
    if (metrics.size() >= MAX_METRICS && !metrics.containsKey(name)) {
      throw new NotGrantedException(
          "plugin "
              + plugin
              + ": expected at most "
              + MAX_METRICS
              + " metrics, got one more: "
              + name);
    }
    Metric before = metrics.putIfAbsent(name, metric);
    return before == null ? metric : before;
  }

  /** A copy, by name. */
  Map<String, Long> values() {
    Map<String, Long> values = new TreeMap<>();
    metrics.forEach((name, metric) -> values.put(name, metric.value()));
    return values;
  }
}
