package io.machinenative.axiom.plugins.s3;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The connection to the service, made when it is first used. Any thread. Requests have time limits,
 * and are tried again with growing delays; {@link #requests} counts them.
 */
final class S3Access implements AutoCloseable {
  /** S3's own limit: keys in a page of a listing, and in a request that deletes. */
  static final int MOST_KEYS = 1000;

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(20);

  /** A service that says slow down is left alone for so many times as long. */
  private static final int THROTTLED_FACTOR = 5;

  private final S3Settings settings;
  private final Function<String, byte[]> secrets;
  private final InstantSource clock;
  private final ScheduledExecutorService timers;
  private final int requestKeys;
  private final RequestCounter requests = new RequestCounter();
  private S3Client client;
  private boolean closed;

  /**
   * @param secrets by name; a copy each, or an IllegalStateException when there is none
   * @param timers end requests that take too long; borrowed
   * @param requestKeys keys that one request lists or deletes: 1 to {@link #MOST_KEYS}
   */
  S3Access(
      S3Settings settings,
      Function<String, byte[]> secrets,
      InstantSource clock,
      ScheduledExecutorService timers,
      int requestKeys) {
    this.settings = settings;
    this.secrets = secrets;
    this.clock = clock;
    this.timers = timers;
    this.requestKeys = requestKeys;
  }

  S3Settings settings() {
    return settings;
  }

  /** Time of day. */
  long nowMs() {
    return clock.millis();
  }

  RequestCounter requests() {
    return requests;
  }

  int requestKeys() {
    return requestKeys;
  }

  /**
   * Tells all objects of a prefix, by their keys, one page after the other.
   *
   * @throws IOException when a page does not come after its retries; those before it were told
   */
  void list(String bucket, String prefix, Consumer<S3Object> each) throws IOException {
    S3Failures.run(
        "list " + bucket + "/" + prefix,
        () -> {
          client()
              .listObjectsV2Paginator(
                  request -> request.bucket(bucket).prefix(prefix).maxKeys(requestKeys))
              .contents()
              .forEach(each);
          return null;
        });
  }

  /** The SDK's client, which belongs to this. */
  synchronized S3Client client() {
    if (closed) {
      throw new IllegalStateException("the plugin s3 is torn down");
    }
    if (client == null) {
      client = open();
    }
    return client;
  }

  private S3Client open() {
    boolean checksums = !settings.checksum().equals("none");
    S3ClientBuilder builder =
        S3Client.builder()
            .region(Region.of(settings.region()))
            .credentialsProvider(credentials())
            .forcePathStyle(settings.pathStyle())
            .requestChecksumCalculation(
                checksums
                    ? RequestChecksumCalculation.WHEN_SUPPORTED
                    : RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .httpClientBuilder(
                Apache5HttpClient.builder()
                    .maxConnections(settings.connections())
                    .connectionTimeout(CONNECT)
                    .connectionAcquisitionTimeout(Duration.ofMillis(settings.attemptTimeoutMs()))
                    .socketTimeout(Duration.ofMillis(settings.idleTimeoutMs()))
                    // Its thread would outlive the plugin.
                    .useIdleConnectionReaper(false))
            .overrideConfiguration(overrides ->
                overrides
                    .addExecutionInterceptor(requests)
                    .scheduledExecutorService(timers)
                    .apiCallAttemptTimeout(Duration.ofMillis(settings.attemptTimeoutMs()))
                    .retryStrategy(
                        AwsRetryStrategy.standardRetryStrategy().toBuilder()
                            .maxAttempts(settings.retries() + 1)
                            .retryOnException(S3Failures::isOfTheWay)
                            .backoffStrategy(delays(1))
                            .throttlingBackoffStrategy(delays(THROTTLED_FACTOR))
                            .build()));
    if (!settings.endpoint().isEmpty()) {
      builder.endpointOverride(URI.create(settings.endpoint()));
    }
    return builder.build();
  }

  /** For how long to wait before an attempt, the first again being 1: doubles, with jitter. */
  Duration pause(int attempt) {
    return delays(1).computeDelay(attempt);
  }

  private BackoffStrategy delays(int factor) {
    Duration first = Duration.ofMillis((long) factor * settings.retryDelayMs());
    return BackoffStrategy.exponentialDelay(
        first, first.compareTo(LONGEST_DELAY) > 0 ? first : LONGEST_DELAY);
  }

  private AwsCredentialsProvider credentials() {
    return switch (settings.credentials()) {
      case "secrets" -> this::fromSecrets;
      case "anonymous" -> AnonymousCredentialsProvider.create();
      default -> DefaultCredentialsProvider.builder().build();
    };
  }

  /** Asked for each request, so that a rotated key counts at once. */
  private AwsCredentials fromSecrets() {
    String id = secret("s3-access-key-id");
    String key = secret("s3-secret-access-key");
    try {
      return AwsSessionCredentials.create(id, key, secret("s3-session-token"));
    } catch (IllegalStateException e) {
      return AwsBasicCredentials.create(id, key); // no session token: long-lived keys
    }
  }

  private String secret(String name) {
    byte[] bytes = secrets.apply(name);
    try {
      return new String(bytes, StandardCharsets.UTF_8).strip();
    } finally {
      java.util.Arrays.fill(bytes, (byte) 0);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (client != null) {
      client.close();
    }
  }
}
