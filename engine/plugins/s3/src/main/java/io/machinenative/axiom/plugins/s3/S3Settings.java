package io.machinenative.axiom.plugins.s3;

import io.machinenative.axiom.api.ToolException;
import java.util.List;
import java.util.Map;

/**
 * The plugin's settings; their schema and defaults stand in its manifest.
 *
 * @param endpoint empty for AWS
 * @param credentials default (the SDK's chain), secrets (of the server), or anonymous
 * @param bucket where a call names none; may be empty
 * @param roots folders in which tools may read and write; none: a folder of the plugin's own
 * @param multipartBytes files that are larger are sent in parts
 * @param parallel parts of one transfer at once
 * @param retries of one request, after its first attempt
 * @param retryDelayMs before the first retry; doubles, with jitter
 * @param attemptTimeoutMs most time of one request
 * @param idleTimeoutMs most time without a byte from the other side
 * @param checksum that is sent with each part, and checked by the other side
 */
record S3Settings(
    String endpoint,
    String region,
    boolean pathStyle,
    String credentials,
    String bucket,
    List<String> roots,
    long multipartBytes,
    int partBytes,
    int parallel,
    int connections,
    int retries,
    int retryDelayMs,
    int attemptTimeoutMs,
    int idleTimeoutMs,
    String storageClass,
    String encryption,
    String kmsKey,
    String checksum,
    Map<String, String> tags) {

  /** For a command without a manifest: the manifest's defaults. */
  static S3Settings of(String endpoint, String region, String credentials) {
    return new S3Settings(
        endpoint,
        region.isEmpty() ? "us-east-1" : region,
        !endpoint.isEmpty(),
        credentials,
        "",
        List.of(),
        64 << 20,
        16 << 20,
        8,
        50,
        3,
        200,
        120_000,
        30_000,
        "",
        "",
        "",
        "CRC32C",
        Map.of());
  }

  /**
   * The bucket that a call names, or the setting's.
   *
   * @throws ToolException INVALID_ARGUMENT when there is neither
   */
  String bucketOr(String named) {
    String chosen = named == null || named.isEmpty() ? bucket : named;
    if (chosen.isEmpty()) {
      throw ToolException.invalid("expected a bucket, in the call or the plugin's settings");
    }
    return chosen;
  }
}
