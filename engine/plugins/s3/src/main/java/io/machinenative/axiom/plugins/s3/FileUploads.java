package io.machinenative.axiom.plugins.s3;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.Part;

/**
 * Puts files. Large ones go in parts, and an upload that was cut off, by a failure or by the end of
 * the process, goes on with the parts that the service has. Any thread.
 */
final class FileUploads {
  private static final int BLOCK_BYTES = 1 << 20;
  private static final int MEBI = 1 << 20;

  private final S3Access access;
  private final ObjectWriter writer;
  private final UploadJournal journal;

  FileUploads(S3Access access, ObjectWriter writer, UploadJournal journal) {
    this.access = access;
    this.writer = writer;
    this.journal = journal;
  }

  /**
   * Puts a file; its SHA-256 becomes metadata.
   *
   * @throws IOException of the file, or of the service after its retries; also when the file
   *     changed while it was read
   */
  ObjectWriter.Put put(ObjectPlace place, Path file, ObjectTraits traits, TransferWatch watch)
      throws IOException, InterruptedException {
    try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
      long bytes = in.size();
      if (bytes <= access.settings().multipartBytes() && bytes <= access.settings().partBytes()) {
        return writer.put(place, traits, in, watch);
      }
      long modifiedMs = Files.getLastModifiedTime(file).toMillis();
      Optional<UploadJournal.Begun> known = known(place, file, bytes, modifiedMs);
      if (known.isPresent()) {
        try {
          return send(place, file, in, traits, known.get(), watch);
        } catch (NoSuchFileException e) {
          // The process that began it ended it after all, or somebody aborted it: it begins anew.
          journal.end(place, file);
        }
      }
      UploadJournal.Begun begun = begin(place, file, traits, bytes, modifiedMs, sha256(in, watch));
      return send(place, file, in, traits, begun, watch);
    }
  }

  private ObjectWriter.Put send(
      ObjectPlace place,
      Path file,
      FileChannel in,
      ObjectTraits traits,
      UploadJournal.Begun begun,
      TransferWatch watch)
      throws IOException, InterruptedException {
    Map<String, String> mark = Map.of(ObjectTraits.SHA256, begun.sha256());
    ObjectWriter.Put put =
        writer.put(
            place,
            traits.with(ObjectTraits.SHA256, begun.sha256()),
            in.position(0),
            begun.partBytes(),
            Optional.of(new KeptUpload(begun.uploadId(), parts(place, begun.uploadId()), mark)),
            watch);
    journal.end(place, file);
    if (!put.sha256().equals(begun.sha256())) {
      throw new IOException(
          file + " changed while it was put to " + place + ": its metadata is of before");
    }
    return put;
  }

  /** An upload of this very file that the service still knows. */
  private Optional<UploadJournal.Begun> known(
      ObjectPlace place, Path file, long bytes, long modifiedMs) throws IOException {
    Optional<UploadJournal.Begun> begun = journal.find(place, file);
    if (begun.isEmpty()) {
      return begun;
    }
    boolean same = begun.get().bytes() == bytes && begun.get().modifiedMs() == modifiedMs;
    try {
      if (same) {
        parts(place, begun.get().uploadId());
        return begun;
      }
      abort(place, begun.get().uploadId());
    } catch (NoSuchFileException e) {
      // Completed or aborted since: it begins anew.
      return Optional.empty();
    }
    return Optional.empty();
  }

  private UploadJournal.Begun begin(
      ObjectPlace place, Path file, ObjectTraits traits, long bytes, long modifiedMs, String sha256)
      throws IOException {
    String id =
        S3Failures.run(
            "begin an upload to " + place,
            () ->
                access
                    .client()
                    .createMultipartUpload(traits.with(ObjectTraits.SHA256, sha256).begin(place))
                    .uploadId());
    UploadJournal.Begun begun =
        new UploadJournal.Begun(id, bytes, modifiedMs, partBytes(bytes), sha256);
    journal.begin(place, file, begun);
    return begun;
  }

  /** As set, and larger for a file that would have too many parts. */
  private int partBytes(long bytes) {
    long least = (bytes + PartedUpload.MAX_PARTS - 1) / PartedUpload.MAX_PARTS;
    long rounded = (least + MEBI - 1) / MEBI * MEBI;
    return (int) Math.max(access.settings().partBytes(), rounded);
  }

  private Map<Integer, KeptUpload.Part> parts(ObjectPlace place, String uploadId)
      throws IOException {
    return S3Failures.run(
        "list the parts of " + place,
        () -> {
          Map<Integer, KeptUpload.Part> parts = new LinkedHashMap<>();
          for (Part part :
              access
                  .client()
                  .listPartsPaginator(
                      request -> request.bucket(place.bucket()).key(place.key()).uploadId(uploadId))
                  .parts()) {
            parts.put(part.partNumber(), new KeptUpload.Part(part.size(), part.eTag()));
          }
          return parts;
        });
  }

  void abort(ObjectPlace place, String uploadId) throws IOException {
    S3Failures.run(
        "abort an upload to " + place,
        () ->
            access
                .client()
                .abortMultipartUpload(
                    request -> request.bucket(place.bucket()).key(place.key()).uploadId(uploadId)));
  }

  /** SHA-256 of a file, in hexadecimal digits. */
  static String sha256(FileChannel in, TransferWatch watch) throws IOException {
    var digest = PartSource.digest("SHA-256");
    ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES);
    in.position(0);
    while (in.read(block.clear()) >= 0) {
      digest.update(block.flip());
      watch.check();
    }
    in.position(0);
    return HexFormat.of().formatHex(digest.digest());
  }
}
