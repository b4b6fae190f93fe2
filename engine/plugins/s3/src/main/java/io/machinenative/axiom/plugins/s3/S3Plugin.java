package io.machinenative.axiom.plugins.s3;

import io.machinenative.axiom.api.ObjectStorage;
import io.machinenative.axiom.api.Operation;
import io.machinenative.axiom.api.Plugin;
import io.machinenative.axiom.api.PluginContext;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.plugins.files.FileRoots;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Delivers object storage. Its moments run one at a time, its tools and operations anywhere. */
public final class S3Plugin implements Plugin {
  private static final long TIMERS_END_MS = 30;

  private S3Access access;
  private ScheduledThreadPoolExecutor timers;
  private S3Tools tools;
  private S3Operations operations;

  /** The manifest, for engines that are given the plugin as an object. */
  public static String manifest() {
    try (InputStream in = S3Plugin.class.getResourceAsStream("plugin.yaml")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String id() {
    return "s3-storage";
  }

  @Override
  public String version() {
    return "1.0.0";
  }

  @Override
  public void initialize(PluginContext context) throws IOException {
    S3Settings settings = context.configuration().as(S3Settings.class);
    timers = new ScheduledThreadPoolExecutor(1, context.threads());
    timers.setRemoveOnCancelPolicy(true);
    access = new S3Access(settings, context::secret, context.clock(), timers, S3Access.MOST_KEYS);
    ObjectReader reader = new ObjectReader(access);
    ObjectWriter writer =
        new ObjectWriter(access, context.memory(), context.threads(), UUID::randomUUID);
    BulkDelete deletes = new BulkDelete(access);
    UploadJournal journal = new UploadJournal(context.dataFolder().resolve("uploads"));
    tools =
        new S3Tools(
            access,
            reader,
            new FileUploads(access, writer, journal),
            new FileDownloads(access, reader, context.threads()),
            deletes,
            roots(settings.roots(), context));
    operations = new S3Operations(access, reader, writer);
    context.export(
        ObjectStorage.class, new BucketStorage(access, reader, deletes, UUID::randomUUID));
  }

  private static FileRoots roots(List<String> named, PluginContext context) throws IOException {
    if (!named.isEmpty()) {
      return new FileRoots(named.stream().map(Path::of).toList());
    }
    return new FileRoots(List.of(Files.createDirectories(context.dataFolder().resolve("files"))));
  }

  @Override
  public List<Tool> tools() {
    return tools.all();
  }

  @Override
  public List<Operation> operations() {
    return operations.all();
  }

  @Override
  public void teardown() throws InterruptedException {
    if (access != null) {
      access.close();
    }
    if (timers != null) {
      timers.shutdownNow();
      timers.awaitTermination(TIMERS_END_MS, TimeUnit.MILLISECONDS);
    }
  }
}
