package io.machinenative.axiom.engine.identity.jwt;

import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.text.ParseException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.ErrorHandler;

/**
 * The keys of an issuer, kept here and read again: now and then, and when a token names a key that
 * is not among them, but then not more often than every ten seconds, so that nobody makes us ask by
 * inventing names. While the issuer cannot be reached the keys stay as they were.
 *
 * <p>Any thread; reading happens on the executor's.
 */
final class KeySet {
  /** Least time between two readings that tokens bring about. */
  static final long LEAST_MS = TimeUnit.SECONDS.toMillis(10);

  private final KeySource source;
  private final long refreshMs;
  private final Executor reader;
  private final ErrorHandler errors;
  private final AtomicBoolean reading = new AtomicBoolean();
  private volatile JWKSet keys;
  private volatile long triedMs = Long.MIN_VALUE;

  /**
   * @param refreshMs how often it is read again
   * @param errors is told when it cannot be read
   */
  KeySet(KeySource source, long refreshMs, Executor reader, ErrorHandler errors) {
    this.source = source;
    this.refreshMs = refreshMs;
    this.reader = reader;
    this.errors = errors;
  }

  /** The keys; null while none were read. */
  JWKSet keys() {
    return keys;
  }

  /** Reads them again when it is time. */
  void look(long nowMs) {
    if (isOlder(nowMs, keys == null ? Math.min(refreshMs, LEAST_MS) : refreshMs)) {
      begin(nowMs);
    }
  }

  /**
   * A token names a key that is not there.
   *
   * @return whether it may be there soon: they are being read
   */
  boolean missing(long nowMs) {
    if (isOlder(nowMs, LEAST_MS)) {
      begin(nowMs);
    }
    return reading.get() || keys == null;
  }

  private boolean isOlder(long nowMs, long ageMs) {
    return triedMs == Long.MIN_VALUE || nowMs - triedMs >= ageMs;
  }

  private void begin(long nowMs) {
    if (reading.compareAndSet(false, true)) {
      triedMs = nowMs;
      try {
        reader.execute(this::read);
      } catch (RejectedExecutionException e) {
        reading.set(false); // others are read; the next look tries again
      }
    }
  }

  private void read() {
    try {
      keys = JWKSet.parse(source.read()).toPublicJWKSet();
    } catch (IOException | ParseException e) {
      errors.onError(new IOException("the key set " + source + " cannot be read: " + e, e));
    } finally {
      reading.set(false);
    }
  }
}
