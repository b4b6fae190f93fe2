package io.machinenative.axiom.engine.gateway.call;

import io.machinenative.axiom.api.Principal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.NanoClock;

/**
 * Calls whose server asked something, and waits, while our caller is asked. Any thread; {@link
 * #expire} is for whoever looks after the server.
 */
public final class Parking {
  private final NanoClock clock;
  private final long longestNs;
  private final AtomicLong tokens = new AtomicLong();
  private final Map<Long, Parked> parked = new ConcurrentHashMap<>();

  /**
   * @param askedId of the server's request
   * @param who was asked
   */
  record Parked(Turn turn, byte[] askedId, Principal who, long sinceNs) {}

  /**
   * @param longestNs for an answer
   */
  public Parking(NanoClock clock, long longestNs) {
    this.clock = clock;
    this.longestNs = longestNs;
  }

  long nextToken() {
    return tokens.incrementAndGet();
  }

  void put(long token, Turn turn, byte[] askedId, Principal who) {
    turn.parked(true);
    parked.put(token, new Parked(turn, askedId, who, clock.nanoTime()));
  }

  /**
   * Null when it is not there any more, or somebody else was asked. The token is sealed into what
   * the caller sends back, for its principal alone; this does not rely on it.
   */
  Parked take(long token, Principal who) {
    Parked found = parked.get(token);
    return found == null || !isSame(found.who(), who) ? null : take(token);
  }

  private static boolean isSame(Principal one, Principal other) {
    return one.kind() == other.kind()
        && one.issuer().equals(other.issuer())
        && one.name().equals(other.name());
  }

  private Parked take(long token) {
    Parked found = parked.remove(token);
    if (found != null) {
      found.turn().parked(false);
    }
    return found;
  }

  /** How many wait. */
  public int size() {
    return parked.size();
  }

  /** Gives up what waited too long. */
  public void expire() {
    long nowNs = clock.nanoTime();
    parked.forEach((token, one) -> {
      if (nowNs - one.sinceNs() >= longestNs) {
        giveUp(token);
      }
    });
  }

  /** Gives all up. */
  public void close() {
    parked.keySet().forEach(this::giveUp);
  }

  private void giveUp(Long token) {
    Parked one = take(token);
    if (one != null) {
      one.turn().close();
      one.turn().ticket().close();
    }
  }
}
