package io.machinenative.axiom.plugins.s3;

import io.machinenative.axiom.api.ObjectStorage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * The service for other plugins: names are {@code BUCKET/KEY}, or keys of the bucket of the
 * settings when they begin with {@code /}. Any thread.
 */
final class BucketStorage implements ObjectStorage {
  /** Metadata: which call stored an object, so that one that had to try twice knows its own. */
  private static final String CALL = "axiom-call";

  private final S3Access access;
  private final ObjectReader reader;
  private final BulkDelete deletes;
  private final Supplier<UUID> ids;

  BucketStorage(S3Access access, ObjectReader reader, BulkDelete deletes, Supplier<UUID> ids) {
    this.access = access;
    this.reader = reader;
    this.deletes = deletes;
    this.ids = ids;
  }

  @Override
  public void put(String name, ByteBuffer content) throws IOException {
    ObjectPlace place = place(name);
    PutObjectRequest request = traits(Map.of()).put(place).build();
    S3Failures.run(
        "put " + place, () -> access.client().putObject(request, ByteBody.of(content.duplicate())));
  }

  @Override
  public boolean putIfAbsent(String name, ByteBuffer content) throws IOException {
    ObjectPlace place = place(name);
    String call = ids.get().toString();
    PutObjectRequest request = traits(Map.of(CALL, call)).put(place).ifNoneMatch("*").build();
    try {
      access.client().putObject(request, ByteBody.of(content.duplicate()));
      return true;
    } catch (SdkException e) {
      int status = S3Failures.status(e);
      if (status != S3Failures.PRECONDITION_FAILED && status != S3Failures.CONFLICT) {
        throw S3Failures.explained("put " + place + " unless it is there", e);
      }
      // An attempt whose answer was lost may be what is there.
      return call.equals(reader.head(place).metadata().get(CALL));
    }
  }

  private ObjectTraits traits(Map<String, String> metadata) {
    return ObjectTraits.of(access.settings(), "", "", Map.of(), metadata);
  }

  @Override
  public Optional<Entry> stat(String name) throws IOException {
    try {
      HeadObjectResponse head = reader.head(place(name));
      return Optional.of(
          new Entry(
              name, head.contentLength(), tag(head.eTag()), head.lastModified().toEpochMilli()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Some services tell none in a listing. */
  static String tag(String etag) {
    return etag == null ? "" : etag;
  }

  @Override
  public int read(String name, long offset, ByteBuffer into) throws IOException {
    ObjectPlace place = place(name);
    if (!into.hasRemaining()) {
      return 0;
    }
    try {
      return (int) reader.copyWhatIsThere(place, offset, offset + into.remaining(), new Into(into));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new java.io.InterruptedIOException("get " + place + " was interrupted");
    }
  }

  @Override
  public void list(String prefix, Consumer<Entry> each) throws IOException {
    String bucket = bucket(prefix);
    String keys = prefix.substring(prefix.indexOf('/') + 1);
    String beforeKey = prefix.startsWith("/") ? "/" : bucket + "/";
    access.list(
        bucket,
        keys,
        object ->
            each.accept(
                new Entry(
                    beforeKey + object.key(),
                    object.size(),
                    tag(object.eTag()),
                    object.lastModified().toEpochMilli())));
  }

  @Override
  public void delete(Collection<String> names) throws IOException {
    Map<String, List<String>> byBucket = new java.util.LinkedHashMap<>();
    for (String name : names) {
      ObjectPlace place = place(name);
      byBucket.computeIfAbsent(place.bucket(), none -> new ArrayList<>()).add(place.key());
    }
    for (Map.Entry<String, List<String>> keys : byBucket.entrySet()) {
      BulkDelete.Result result = deletes.delete(keys.getKey(), keys.getValue());
      if (!result.failures().isEmpty()) {
        throw new IOException("not deleted from " + keys.getKey() + ": " + result.failures());
      }
    }
  }

  private ObjectPlace place(String name) {
    return new ObjectPlace(bucket(name), name.substring(name.indexOf('/') + 1));
  }

  private String bucket(String name) {
    int slash = name.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("expected BUCKET/KEY or /KEY, got " + name);
    }
    return access.settings().bucketOr(name.substring(0, slash));
  }

  /** Fills a buffer. One thread's. */
  private record Into(ByteBuffer target) implements WritableByteChannel {
    @Override
    public int write(ByteBuffer bytes) {
      int length = bytes.remaining();
      target.put(bytes);
      return length;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {
      // memory of the caller
    }
  }
}
