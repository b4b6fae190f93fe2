package io.machinenative.axiom.plugins.s3;

import java.util.Map;

/**
 * A multipart upload that was begun before.
 *
 * @param parts that the service has, by number
 */
record KeptUpload(String uploadId, Map<Integer, Part> parts) {
  /** A part that the service has. */
  record Part(long bytes, String etag) {}
}
