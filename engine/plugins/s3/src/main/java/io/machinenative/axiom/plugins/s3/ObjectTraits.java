package io.machinenative.axiom.plugins.s3;

import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.Tagging;

/**
 * What an object gets beside its bytes. Immutable.
 *
 * @param contentType empty for the service's own default
 * @param storageClass empty for the bucket's own
 * @param encryption AES256, aws:kms, or empty for the bucket's own
 * @param kmsKey empty for the account's own
 * @param checksum CRC32C, SHA256 or none
 */
record ObjectTraits(
    String contentType,
    String storageClass,
    String encryption,
    String kmsKey,
    String checksum,
    Map<String, String> tags,
    Map<String, String> metadata) {
  /** Metadata: SHA-256 of the whole content, in hexadecimal digits. */
  static final String SHA256 = "axiom-sha256";

  /** Metadata: of which upload an object came whose SHA-256 nobody knew when it began. */
  static final String UPLOAD = "axiom-upload";

  /** As the settings say; values that a call gives win, null and empty ones do not count. */
  static ObjectTraits of(
      S3Settings settings,
      String contentType,
      String storageClass,
      Map<String, String> tags,
      Map<String, String> metadata) {
    Map<String, String> allTags = new LinkedHashMap<>(settings.tags());
    allTags.putAll(tags == null ? Map.of() : tags);
    return new ObjectTraits(
        contentType == null ? "" : contentType,
        storageClass == null || storageClass.isEmpty() ? settings.storageClass() : storageClass,
        settings.encryption(),
        settings.kmsKey(),
        settings.checksum(),
        allTags,
        metadata == null ? Map.of() : Map.copyOf(metadata));
  }

  /** A copy with one more metadata value. */
  ObjectTraits with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(metadata);
    more.put(name, value);
    return new ObjectTraits(
        contentType, storageClass, encryption, kmsKey, checksum, tags, Map.copyOf(more));
  }

  PutObjectRequest.Builder put(ObjectPlace place) {
    PutObjectRequest.Builder request =
        PutObjectRequest.builder().bucket(place.bucket()).key(place.key()).metadata(metadata);
    if (!contentType.isEmpty()) {
      request.contentType(contentType);
    }
    if (!storageClass.isEmpty()) {
      request.storageClass(storageClass);
    }
    if (!encryption.isEmpty()) {
      request.serverSideEncryption(encryption);
    }
    if (!kmsKey.isEmpty()) {
      request.ssekmsKeyId(kmsKey);
    }
    if (!tags.isEmpty()) {
      request.tagging(tagging());
    }
    if (hasChecksum()) {
      request.checksumAlgorithm(algorithm());
    }
    return request;
  }

  CreateMultipartUploadRequest begin(ObjectPlace place) {
    CreateMultipartUploadRequest.Builder request =
        CreateMultipartUploadRequest.builder()
            .bucket(place.bucket())
            .key(place.key())
            .metadata(metadata);
    if (!contentType.isEmpty()) {
      request.contentType(contentType);
    }
    if (!storageClass.isEmpty()) {
      request.storageClass(storageClass);
    }
    if (!encryption.isEmpty()) {
      request.serverSideEncryption(encryption);
    }
    if (!kmsKey.isEmpty()) {
      request.ssekmsKeyId(kmsKey);
    }
    if (!tags.isEmpty()) {
      request.tagging(tagging());
    }
    if (hasChecksum()) {
      request.checksumAlgorithm(algorithm());
    }
    return request.build();
  }

  boolean hasChecksum() {
    return !checksum.equals("none");
  }

  ChecksumAlgorithm algorithm() {
    return ChecksumAlgorithm.fromValue(checksum);
  }

  /** The SDK encodes them for the header. */
  private Tagging tagging() {
    return Tagging.builder()
        .tagSet(
            tags.entrySet().stream()
                .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList())
        .build();
  }
}
