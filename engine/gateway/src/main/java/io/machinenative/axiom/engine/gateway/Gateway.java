package io.machinenative.axiom.engine.gateway;

import io.machinenative.axiom.engine.config.UpstreamConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The upstream servers of an engine, as its configuration names them. Any thread; nothing waits but
 * {@link #awaitFirst} and {@link #close}.
 */
public final class Gateway implements AutoCloseable {
  /** For children to end. */
  private static final long END_NS = TimeUnit.SECONDS.toNanos(4);

  private final GatewayContext context;
  private final Map<String, Upstream> upstreams = new LinkedHashMap<>();
  private boolean closed;

  public Gateway(GatewayContext context) {
    this.context = context;
  }

  /**
   * Joins these from now on, and no others. One whose configuration did not change is left as it
   * is; one that changed serves as it was until it was tried as it is to be.
   */
  public synchronized void follow(List<UpstreamConfig> configs) {
    if (closed) {
      return;
    }
    List<String> names = configs.stream().map(UpstreamConfig::name).toList();
    for (String gone : List.copyOf(upstreams.keySet())) {
      if (!names.contains(gone)) {
        upstreams.remove(gone).close();
        context.slot().remove(UpstreamPlugin.idOf(gone));
      }
    }
    for (UpstreamConfig config : configs) {
      Upstream before = upstreams.get(config.name());
      if (before == null || !before.config().equals(config)) {
        Upstream next = new Upstream(config, context);
        upstreams.put(config.name(), next);
        next.start();
        if (before != null) {
          next.firstAttempt().thenRun(before::close);
        }
      }
    }
  }

  /** Waits until each was tried once, at most so long: many answer at once. */
  public void awaitFirst(long waitNs) {
    await(all().stream().map(Upstream::firstAttempt).toList(), waitNs);
  }

  private synchronized List<Upstream> all() {
    return new ArrayList<>(upstreams.values());
  }

  private static void await(List<CompletableFuture<Void>> futures, long waitNs) {
    try {
      CompletableFuture.allOf(futures.toArray(new CompletableFuture<?>[0]))
          .get(waitNs, TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      // the others come later
    } catch (ExecutionException e) {
      throw new IllegalStateException("they are completed without failures", e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** What there is to know of each, in the order of the configuration. */
  public List<UpstreamInfo> list() {
    return all().stream().map(Upstream::info).toList();
  }

  /** What is not well, for people; empty when all is. */
  public List<String> complaints() {
    return all().stream().map(Upstream::complaint).filter(text -> !text.isEmpty()).toList();
  }

  /** Leaves all: children are ended, sessions too. */
  @Override
  public void close() {
    List<Upstream> leaving = all();
    synchronized (this) {
      closed = true;
    }
    leaving.forEach(Upstream::close);
    await(leaving.stream().map(Upstream::end).toList(), END_NS);
  }
}
