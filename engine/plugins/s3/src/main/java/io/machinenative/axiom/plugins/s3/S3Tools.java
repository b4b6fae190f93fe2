package io.machinenative.axiom.plugins.s3;

import io.machinenative.axiom.api.CallContext;
import io.machinenative.axiom.api.Constraint;
import io.machinenative.axiom.api.Description;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.plugins.files.FileRoots;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The plugin's tools. Any thread; each call waits on a virtual thread. */
final class S3Tools {
  private static final int PAGE = 1000;
  private static final long DAY_MS = 86_400_000;

  private final S3Access access;
  private final ObjectReader reader;
  private final FileUploads uploads;
  private final FileDownloads downloads;
  private final BulkDelete deletes;
  private final FileRoots roots;

  S3Tools(
      S3Access access,
      ObjectReader reader,
      FileUploads uploads,
      FileDownloads downloads,
      BulkDelete deletes,
      FileRoots roots) {
    this.access = access;
    this.reader = reader;
    this.uploads = uploads;
    this.downloads = downloads;
    this.deletes = deletes;
    this.roots = roots;
  }

  record Upload(
      @Description("A file in the plugin's folders.") @Constraint(minLength = 1) String path,
      @Description("By default the plugin's setting.") @Constraint(optional = true) String bucket,
      @Constraint(minLength = 1) String key,
      @Constraint(optional = true) String contentType,
      @Description("By default the plugin's setting.") @Constraint(optional = true)
          String storageClass,
      @Constraint(optional = true, defaultValue = "{}") Map<String, String> tags,
      @Constraint(optional = true, defaultValue = "{}") Map<String, String> metadata) {}

  record Uploaded(
      String bucket,
      String key,
      long bytes,
      String sha256,
      String etag,
      int parts,
      @Description("Parts of an earlier attempt that were there already.") int reusedParts,
      long requestRetries) {}

  record Download(
      @Description("By default the plugin's setting.") @Constraint(optional = true) String bucket,
      @Constraint(minLength = 1) String key,
      @Description("A file in the plugin's folders.") @Constraint(minLength = 1) String path,
      @Constraint(optional = true, defaultValue = "true") boolean replace) {}

  record Downloaded(
      String path,
      long bytes,
      String sha256,
      @Description("Proven by the SHA-256 of the object's metadata.") boolean verified,
      long requestRetries) {}

  record ListArguments(
      @Description("By default the plugin's setting.") @Constraint(optional = true) String bucket,
      @Constraint(optional = true, defaultValue = "\"\"") String prefix,
      @Description("Objects at most.")
          @Constraint(optional = true, defaultValue = "1000", minimum = 1, maximum = PAGE)
          int limit,
      @Description("As the last answer's next.") @Constraint(optional = true) String after) {}

  record Listed(
      List<Entry> objects, @Description("Of the next page; absent at the end.") String next) {}

  record Entry(String key, long bytes, String etag, long modifiedMs, String storageClass) {}

  record Delete(
      @Description("By default the plugin's setting.") @Constraint(optional = true) String bucket,
      @Description("Whole keys.") @Constraint(optional = true, defaultValue = "[]")
          List<String> keys,
      @Description("Or everything that begins so.") @Constraint(optional = true) String prefix,
      @Constraint(optional = true, defaultValue = "false") boolean dryRun) {}

  record Deleted(int deleted, boolean dryRun, Map<String, String> failures) {}

  record Sync(
      @Description("A folder in the plugin's folders.") @Constraint(minLength = 1) String path,
      @Description("By default the plugin's setting.") @Constraint(optional = true) String bucket,
      @Constraint(optional = true, defaultValue = "\"\"") String prefix,
      @Description("up: the bucket becomes as the folder is; down: the folder as the bucket.")
          @Constraint(optional = true, defaultValue = "\"up\"", pattern = "^(up|down)$")
          String direction,
      @Description("Deletes what the other side has not.")
          @Constraint(optional = true, defaultValue = "false")
          boolean delete,
      @Description("Only says what would be done.")
          @Constraint(optional = true, defaultValue = "false")
          boolean dryRun,
      @Description("Globs of paths below the folder that are left alone.")
          @Constraint(optional = true, defaultValue = "[]")
          List<String> excludes) {}

  record Synced(
      long transferred,
      long bytes,
      long unchanged,
      long deleted,
      boolean dryRun,
      List<String> actions,
      List<String> failures) {}

  record Verify(
      @Description("By default the plugin's setting.") @Constraint(optional = true) String bucket,
      @Constraint(minLength = 1) String key,
      @Description("A file in the plugin's folders to compare with.") @Constraint(optional = true)
          String path) {}

  record Verified(
      @Description("Whether all that could be compared is the same, and something could.")
          boolean ok,
      long bytes,
      String sha256,
      @Description("Of the object's metadata; absent for none.") String expectedSha256,
      @Description("Of the file; absent for none.") String fileSha256) {}

  record Uploads(
      @Description("By default the plugin's setting.") @Constraint(optional = true) String bucket,
      @Constraint(optional = true, defaultValue = "\"\"") String prefix,
      @Description("Aborts those that were begun so long ago.")
          @Constraint(optional = true, minimum = 0)
          Integer abortOlderThanDays) {}

  record Unfinished(List<OpenUpload> uploads, int aborted) {}

  record OpenUpload(String key, String uploadId, long begunMs) {}

  List<Tool> all() {
    return List.of(
        Tool.named("s3.upload")
            .title("Upload")
            .description("Puts a file; large ones in parts, which a later attempt goes on with.")
            .blocking()
            .idempotent()
            .openWorld()
            .typed(Upload.class, Uploaded.class, this::upload)
            .build(),
        Tool.named("s3.download")
            .title("Download")
            .description("Gets an object as a file, proven by the SHA-256 of its metadata.")
            .blocking()
            .idempotent()
            .openWorld()
            .typed(Download.class, Downloaded.class, this::download)
            .build(),
        Tool.named("s3.list")
            .title("List objects")
            .description("Lists objects by prefix, page by page.")
            .blocking()
            .readOnly()
            .openWorld()
            .typed(ListArguments.class, Listed.class, this::list)
            .build(),
        Tool.named("s3.delete")
            .title("Delete objects")
            .description("Deletes objects by key or prefix, a thousand in a request.")
            .blocking()
            .idempotent()
            .destructive()
            .openWorld()
            .typed(Delete.class, Deleted.class, this::delete)
            .build(),
        Tool.named("s3.sync")
            .title("Synchronise")
            .description("Makes a prefix as a folder is, or the other way round.")
            .blocking()
            .idempotent()
            .destructive()
            .openWorld()
            .typed(Sync.class, Synced.class, this::sync)
            .build(),
        Tool.named("s3.verify")
            .title("Verify an object")
            .description("Reads an object and compares it with its metadata and with a file.")
            .blocking()
            .readOnly()
            .openWorld()
            .typed(Verify.class, Verified.class, this::verify)
            .build(),
        Tool.named("s3.uploads")
            .title("Unfinished uploads")
            .description("Lists multipart uploads that were not completed, and aborts old ones.")
            .blocking()
            .destructive()
            .openWorld()
            .typed(Uploads.class, Unfinished.class, this::uploads)
            .build());
  }

  private Uploaded upload(Upload upload, CallContext call) {
    ObjectPlace place = place(upload.bucket(), upload.key());
    Path file = roots.existing(upload.path());
    ObjectTraits traits =
        ObjectTraits.of(
            access.settings(),
            upload.contentType(),
            upload.storageClass(),
            upload.tags(),
            upload.metadata());
    long retriesBefore = access.requests().retries();
    ObjectWriter.Put put =
        waiting("put " + place, () -> uploads.put(place, file, traits, watch(call)));
    return new Uploaded(
        place.bucket(),
        place.key(),
        put.bytes(),
        put.sha256(),
        put.etag(),
        put.parts(),
        put.reusedParts(),
        access.requests().retries() - retriesBefore);
  }

  private Downloaded download(Download download, CallContext call) {
    ObjectPlace place = place(download.bucket(), download.key());
    Path file = roots.writable(download.path());
    long retriesBefore = access.requests().retries();
    FileDownloads.Got got =
        waiting("get " + place, () -> downloads.get(place, file, download.replace(), watch(call)));
    return new Downloaded(
        file.toString(),
        got.bytes(),
        got.sha256(),
        got.verified(),
        access.requests().retries() - retriesBefore);
  }

  private Listed list(ListArguments list, CallContext call) {
    String bucket = access.settings().bucketOr(list.bucket());
    ListObjectsV2Response page =
        S3Failures.answer(
            "list " + bucket,
            () ->
                access
                    .client()
                    .listObjectsV2(request ->
                        request
                            .bucket(bucket)
                            .prefix(list.prefix())
                            .maxKeys(list.limit())
                            .continuationToken(list.after())));
    List<Entry> entries = new ArrayList<>();
    for (S3Object object : page.contents()) {
      entries.add(
          new Entry(
              object.key(),
              object.size(),
              object.eTag(),
              object.lastModified().toEpochMilli(),
              object.storageClassAsString()));
    }
    return new Listed(entries, page.nextContinuationToken());
  }

  private Deleted delete(Delete delete, CallContext call) {
    String bucket = access.settings().bucketOr(delete.bucket());
    if (delete.keys().isEmpty() == (delete.prefix() == null)) {
      throw ToolException.invalid("expected either keys or a prefix");
    }
    if (delete.prefix() != null && delete.prefix().isEmpty()) {
      throw ToolException.invalid("expected a prefix that is not empty: it would mean all");
    }
    return S3Failures.answer(
        "delete from " + bucket,
        () -> {
          List<String> keys =
              delete.prefix() == null ? delete.keys() : keys(bucket, delete.prefix());
          if (delete.dryRun()) {
            return new Deleted(keys.size(), true, Map.of());
          }
          BulkDelete.Result result = deletes.delete(bucket, keys);
          return new Deleted(result.deleted(), false, result.failures());
        });
  }

  private List<String> keys(String bucket, String prefix) throws IOException {
    List<String> keys = new ArrayList<>();
    access.list(bucket, prefix, object -> keys.add(object.key()));
    return keys;
  }

  private Synced sync(Sync sync, CallContext call) {
    boolean up = sync.direction().equals("up");
    Path folder = up ? roots.existing(sync.path()) : roots.writable(sync.path());
    String prefix =
        sync.prefix().isEmpty() || sync.prefix().endsWith("/")
            ? sync.prefix()
            : sync.prefix() + "/";
    FolderSync.Plan plan =
        new FolderSync.Plan(
            folder,
            access.settings().bucketOr(sync.bucket()),
            prefix,
            up,
            sync.delete(),
            sync.dryRun(),
            sync.excludes());
    FolderSync.Done done =
        waiting(
            "sync " + plan.bucket() + "/" + prefix,
            () ->
                new FolderSync(access, reader, uploads, downloads, deletes, plan, watch(call))
                    .run());
    return new Synced(
        done.transferred(),
        done.bytes(),
        done.unchanged(),
        done.deleted(),
        sync.dryRun(),
        done.actions(),
        done.failures());
  }

  private Verified verify(Verify verify, CallContext call) {
    ObjectPlace place = place(verify.bucket(), verify.key());
    return waiting(
        "verify " + place,
        () -> {
          HeadObjectResponse head = reader.head(place);
          DigestingChannel digesting =
              new DigestingChannel(io.machinenative.axiom.plugins.files.ByteChannels.nowhere());
          reader.copy(place, head.eTag(), 0, head.contentLength(), digesting, watch(call));
          String actual = digesting.sha256();
          String expected = head.metadata().get(ObjectTraits.SHA256);
          String file = verify.path() == null ? null : sha256(verify.path(), call);
          boolean ok =
              (expected != null || file != null)
                  && (expected == null || expected.equals(actual))
                  && (file == null || file.equals(actual));
          return new Verified(ok, head.contentLength(), actual, expected, file);
        });
  }

  private String sha256(String path, CallContext call) throws IOException {
    try (FileChannel in = FileChannel.open(roots.existing(path))) {
      return FileUploads.sha256(in, watch(call));
    }
  }

  private Unfinished uploads(Uploads asked, CallContext call) {
    String bucket = access.settings().bucketOr(asked.bucket());
    return S3Failures.answer(
        "list the uploads of " + bucket,
        () -> {
          List<OpenUpload> open = new ArrayList<>();
          int aborted = 0;
          for (MultipartUpload upload :
              access
                  .client()
                  .listMultipartUploadsPaginator(
                      request -> request.bucket(bucket).prefix(asked.prefix()))
                  .uploads()) {
            long begunMs = upload.initiated().toEpochMilli();
            boolean old =
                asked.abortOlderThanDays() != null
                    && begunMs <= access.nowMs() - asked.abortOlderThanDays() * DAY_MS;
            if (old) {
              uploads.abort(new ObjectPlace(bucket, upload.key()), upload.uploadId());
              aborted++;
            } else {
              open.add(new OpenUpload(upload.key(), upload.uploadId(), begunMs));
            }
          }
          return new Unfinished(open, aborted);
        });
  }

  private ObjectPlace place(String bucket, String key) {
    return new ObjectPlace(access.settings().bucketOr(bucket), key);
  }

  /** Work that may be interrupted. */
  @FunctionalInterface
  private interface Work<T> {
    T run() throws IOException, InterruptedException;
  }

  private static <T> T waiting(String what, Work<T> work) {
    return S3Failures.answer(
        what,
        () -> {
          try {
            return work.run();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(what + " was interrupted");
          }
        });
  }

  private static TransferWatch watch(CallContext call) {
    return new TransferWatch() {
      @Override
      public void at(long bytes) {
        call.progress((double) bytes, Double.NaN, "");
      }

      @Override
      public void check() {
        if (call.isCancelled()) {
          throw ToolException.cancelled();
        }
      }
    };
  }
}
