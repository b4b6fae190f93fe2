package io.machinenative.axiom.plugins.s3;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Makes a prefix of a bucket as a folder is, or a folder as a prefix is: puts or gets what is
 * missing or has another content, and, if asked to, deletes what the other side has not. Contents
 * are compared, not times: by size, then by MD5 where the ETag is one, else by the SHA-256 of the
 * metadata. Used once, by one thread.
 */
final class FolderSync {
  /** Further names are only counted. */
  private static final int NAMES_TOLD = 1000;

  private final S3Access access;
  private final ObjectReader reader;
  private final FileUploads uploads;
  private final FileDownloads downloads;
  private final BulkDelete deletes;
  private final Plan plan;
  private final TransferWatch watch;
  private final List<String> told = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private long transferred;
  private long bytes;
  private long unchanged;
  private long deleted;

  /**
   * What is asked for.
   *
   * @param prefix empty, or ends in {@code /}
   */
  record Plan(
      Path folder,
      String bucket,
      String prefix,
      boolean up,
      boolean delete,
      boolean dryRun,
      List<String> excludes) {}

  /** What was done, or would be. */
  record Done(
      long transferred,
      long bytes,
      long unchanged,
      long deleted,
      List<String> actions,
      List<String> failures) {}

  FolderSync(
      S3Access access,
      ObjectReader reader,
      FileUploads uploads,
      FileDownloads downloads,
      BulkDelete deletes,
      Plan plan,
      TransferWatch watch) {
    this.access = access;
    this.reader = reader;
    this.uploads = uploads;
    this.downloads = downloads;
    this.deletes = deletes;
    this.plan = plan;
    this.watch = watch;
  }

  /** Does it; a file that fails is told, and the others go on. */
  Done run() throws IOException, InterruptedException {
    Map<String, Path> files = files();
    Map<String, S3Object> objects = objects();
    if (plan.up()) {
      for (Map.Entry<String, Path> file : files.entrySet()) {
        one(file.getKey(), file.getValue(), objects.get(file.getKey()));
      }
      if (plan.delete()) {
        deleteObjects(objects.keySet().stream().filter(name -> !files.containsKey(name)).toList());
      }
    } else {
      for (Map.Entry<String, S3Object> object : objects.entrySet()) {
        Path file = inside(object.getKey());
        if (file != null) {
          one(object.getKey(), file, object.getValue());
        }
      }
      if (plan.delete()) {
        for (Map.Entry<String, Path> file : files.entrySet()) {
          if (!objects.containsKey(file.getKey())) {
            tell("delete " + file.getKey());
            deleted++;
            if (!plan.dryRun()) {
              Files.delete(file.getValue());
            }
          }
        }
      }
    }
    return new Done(transferred, bytes, unchanged, deleted, told, failures);
  }

  private void one(String name, Path file, S3Object object)
      throws IOException, InterruptedException {
    watch.check();
    try {
      boolean local = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
      if (local && object != null && isSame(file, object)) {
        unchanged++;
        return;
      }
      tell((plan.up() ? "put " : "get ") + name);
      long size = plan.up() ? Files.size(file) : object.size();
      if (!plan.dryRun()) {
        transfer(name, file);
      }
      transferred++;
      bytes += size;
      watch.at(bytes);
    } catch (IOException e) {
      failures.add(name + ": " + e.getMessage());
    }
  }

  private void transfer(String name, Path file) throws IOException, InterruptedException {
    ObjectPlace place = new ObjectPlace(plan.bucket(), plan.prefix() + name);
    if (plan.up()) {
      ObjectTraits traits = ObjectTraits.of(access.settings(), "", "", Map.of(), Map.of());
      uploads.put(place, file, traits, TransferWatch.NONE);
    } else {
      downloads.get(place, file, true, TransferWatch.NONE);
    }
  }

  private boolean isSame(Path file, S3Object object) throws IOException {
    if (Files.size(file) != object.size()) {
      return false;
    }
    String etag = BucketStorage.tag(object.eTag()).replace("\"", "");
    try (FileChannel in = FileChannel.open(file)) {
      if (etag.matches("[0-9a-f]{32}") && etag.equals(md5(in))) {
        return true;
      }
      ObjectPlace place = new ObjectPlace(plan.bucket(), object.key());
      String known = reader.head(place).metadata().get(ObjectTraits.SHA256);
      return known != null && known.equals(FileUploads.sha256(in, watch));
    }
  }

  private static String md5(FileChannel in) throws IOException {
    var digest = PartSource.digest("MD5");
    java.nio.ByteBuffer block = java.nio.ByteBuffer.allocate(1 << 20);
    while (in.read(block.clear()) >= 0) {
      digest.update(block.flip());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private void deleteObjects(List<String> names) throws IOException {
    names.forEach(name -> tell("delete " + name));
    deleted += names.size();
    if (!plan.dryRun() && !names.isEmpty()) {
      List<String> keys = names.stream().map(name -> plan.prefix() + name).toList();
      BulkDelete.Result result = deletes.delete(plan.bucket(), keys);
      deleted -= result.failures().size();
      result.failures().forEach((key, why) -> failures.add(key + ": " + why));
    }
  }

  private Map<String, Path> files() throws IOException {
    List<PathMatcher> excludes =
        plan.excludes().stream()
            .map(glob -> FileSystems.getDefault().getPathMatcher("glob:" + glob))
            .toList();
    Map<String, Path> files = new TreeMap<>();
    if (!Files.isDirectory(plan.folder())) {
      return files;
    }
    try (Stream<Path> walk = Files.walk(plan.folder())) {
      for (Path file : (Iterable<Path>) walk::iterator) {
        Path relative = plan.folder().relativize(file);
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
            && excludes.stream().noneMatch(glob -> glob.matches(relative))) {
          files.put(relative.toString().replace('\\', '/'), file);
        }
      }
    }
    return files;
  }

  private Map<String, S3Object> objects() throws IOException {
    Map<String, S3Object> objects = new TreeMap<>();
    access.list(
        plan.bucket(),
        plan.prefix(),
        object -> {
          String name = object.key().substring(plan.prefix().length());
          if (!name.isEmpty() && !name.endsWith("/")) {
            objects.put(name, object);
          }
        });
    return objects;
  }

  /** The file of an object's name; null, and told, when it would lie outside of the folder. */
  private Path inside(String name) {
    Path file = plan.folder().resolve(name).normalize();
    if (!file.startsWith(plan.folder())) {
      failures.add(name + ": expected a name below the folder");
      return null;
    }
    return file;
  }

  private void tell(String action) {
    if (told.size() < NAMES_TOLD) {
      told.add(action);
    }
  }
}
