package io.machinenative.axiom.engine.identity;

import io.machinenative.axiom.engine.access.Gcra;
import io.machinenative.axiom.engine.config.Frequency;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many credentials that are not good may come from one place, so that nobody guesses for long,
 * and nobody keeps the server busy with signatures to verify. A place is an address of IPv4, or the
 * 64-bit network of one of IPv6, which is what one subscriber has.
 *
 * <p>Bounded: of {@link #MOST} places, and when there are more, the one that was quiet longest is
 * forgotten. Any thread, many at once; what is remembered is guarded by this, for as long as a
 * look-up takes. Asked only for credentials that are not known yet.
 */
final class FailureLimit {
  /** Places that are remembered, some 200 B each. */
  static final int MOST = 4096;

  /**
   * Credentials of a place are not looked at.
   *
   * @param waitNs until they are again; at least 1
   * @param isNew whether that was not said since it is so
   */
  record Closed(long waitNs, boolean isNew) {}

  private record Place(long address, boolean wide) {
    static Place of(InetAddress host) {
      byte[] bytes = host.getAddress();
      boolean wide = bytes.length > Integer.BYTES;
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      return new Place(wide ? buffer.getLong() : buffer.getInt(), wide);
    }
  }

  private static final class Failures {
    private final Gcra meter;
    private boolean closed;

    Failures(Gcra meter) {
      this.meter = meter;
    }
  }

  private final Frequency frequency;

  /** In the order of their last failure, the oldest first. */
  private final Map<Place, Failures> places = new LinkedHashMap<>();

  /**
   * @param frequency of failures that a place may have: so many at once, and then as many in its
   *     period
   */
  FailureLimit(Frequency frequency) {
    this.frequency = frequency;
  }

  /**
   * Whether credentials from there are looked at.
   *
   * @param host null for this machine, which is not limited
   * @return null when they are
   */
  synchronized Closed closed(InetAddress host, long nowNs) {
    Failures known = host == null ? null : places.get(Place.of(host));
    if (known == null) {
      return null;
    }
    if (known.meter.remaining(nowNs) > 0) {
      known.closed = false;
      return null;
    }
    boolean isNew = !known.closed;
    known.closed = true;
    long perFailureNs = known.meter.windowNs() / known.meter.quota();
    long waitNs = known.meter.resetNs(nowNs) + perFailureNs - known.meter.windowNs();
    return new Closed(Math.max(1, waitNs), isNew);
  }

  /** A credential from there was not good. */
  synchronized void count(InetAddress host, long nowNs) {
    if (host == null) {
      return;
    }
    Place place = Place.of(host);
    Failures known = places.remove(place);
    if (known == null) {
      known =
          new Failures(
              new Gcra(
                  "failures", frequency.times(), frequency.periodNs(), frequency.times(), nowNs));
    }
    known.meter.take(nowNs);
    places.put(place, known);
    if (places.size() > MOST) {
      Iterator<Place> oldest = places.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  /** Places that are remembered. */
  synchronized int size() {
    return places.size();
  }
}
