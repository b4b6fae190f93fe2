package io.machinenative.axiom.plugins.s3;

import io.machinenative.axiom.api.ObjectStorage;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The plugin's object storage without an engine, for a command. Any thread; owned by who opens it.
 */
public final class S3Objects implements AutoCloseable {
  private final ScheduledThreadPoolExecutor timers;
  private final S3Access access;
  private final ObjectStorage storage;

  /**
   * Where it is.
   *
   * @param endpoint empty for AWS; else names go in the path, as most other services need it
   * @param region empty for {@code us-east-1}
   * @param secrets gives {@code s3-access-key-id} and {@code s3-secret-access-key}; empty for the
   *     SDK's chain: environment, profile, role
   */
  public record Place(String endpoint, String region, Optional<Function<String, byte[]>> secrets) {
    public Place {
      if (!endpoint.isEmpty() && !endpoint.matches("https?://.+")) {
        throw new IllegalArgumentException(
            "expected an endpoint such as https://host:port, actual '" + endpoint + "'");
      }
    }
  }

  private S3Objects(
      S3Settings settings,
      Function<String, byte[]> secrets,
      InstantSource clock,
      ThreadFactory threads,
      Supplier<UUID> ids) {
    timers = new ScheduledThreadPoolExecutor(1, threads);
    timers.setRemoveOnCancelPolicy(true);
    access = new S3Access(settings, secrets, clock, timers, S3Access.MOST_KEYS);
    storage = new BucketStorage(access, new ObjectReader(access), new BulkDelete(access), ids);
  }

  private static byte[] noSecret(String name) {
    throw new IllegalStateException("no secret " + name);
  }

  /**
   * Opens it; the first request connects.
   *
   * @param threads for time limits
   * @param ids that nobody has used
   */
  public static S3Objects open(
      Place place, InstantSource clock, ThreadFactory threads, Supplier<UUID> ids) {
    String credentials = place.secrets.isPresent() ? "secrets" : "default";
    return new S3Objects(
        S3Settings.of(place.endpoint, place.region, credentials),
        place.secrets.orElse(S3Objects::noSecret),
        clock,
        threads,
        ids);
  }

  /** Names are {@code BUCKET/KEY}. */
  public ObjectStorage storage() {
    return storage;
  }

  @Override
  public void close() {
    access.close();
    timers.shutdownNow();
  }
}
