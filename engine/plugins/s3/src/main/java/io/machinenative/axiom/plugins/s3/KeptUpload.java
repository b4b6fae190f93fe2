package io.machinenative.axiom.plugins.s3;

import java.util.Map;

/**
 * A multipart upload that was begun before.
 *
 * @param parts that the service has, by number
 * @param mark metadata by which its object is known from others of the same name
 */
record KeptUpload(String uploadId, Map<Integer, Part> parts, Map<String, String> mark) {
  /** A part that the service has. */
  record Part(long bytes, String etag) {}
}
