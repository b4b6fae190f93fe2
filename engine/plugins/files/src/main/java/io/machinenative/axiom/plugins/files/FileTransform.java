package io.machinenative.axiom.plugins.files;

import io.machinenative.axiom.api.ToolException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Makes a file of a file, or a folder of a folder: its files one by one, with the tree kept. A file
 * that fails is named in the report, and the others go on; each appears whole or not at all, with
 * the time of change of its source.
 *
 * <p>Links and devices are left alone and named. Memory does not grow with the number of files but
 * by the names of one folder. One thread's.
 */
public final class FileTransform {
  private final Plan plan;
  private final FileStep step;
  private final CallWatch watch;
  private final WorkTally tally;
  private final Listener listener;
  private Path sweptFolder;

  /**
   * What is to be done.
   *
   * @param source a file or a folder
   * @param target of a file: the file to make, or a folder to make it in; of a folder: the folder
   * @param meant which files of a folder, by their path from it on; the others are left out
   * @param overwrite whether files of the target may be replaced
   * @param rename the name of what a file becomes; null when it is none to work on
   * @param ownerOnly whether the files are for their owner alone; else they get the permissions of
   *     their sources
   * @param removeSource whether a source goes when what became of it is on the disk
   */
  public record Plan(
      Path source,
      Path target,
      Predicate<Path> meant,
      boolean overwrite,
      UnaryOperator<String> rename,
      boolean ownerOnly,
      boolean removeSource) {}

  /** Hears of each file. */
  public interface Listener {
    /** A file is done, and on the disk. */
    void done(Path source, Path target, long readBytes) throws IOException;

    /** A file failed; nothing of it is there. */
    void failed(Path source, String why) throws IOException;
  }

  private static final Listener NOBODY =
      new Listener() {
        @Override
        public void done(Path source, Path target, long readBytes) {}

        @Override
        public void failed(Path source, String why) {}
      };

  public FileTransform(Plan plan, FileStep step, CallWatch watch, WorkTally tally) {
    this(plan, step, watch, tally, NOBODY);
  }

  public FileTransform(
      Plan plan, FileStep step, CallWatch watch, WorkTally tally, Listener listener) {
    this.plan = plan;
    this.listener = listener;
    this.step = step;
    this.watch = watch;
    this.tally = tally;
  }

  /**
   * Does it.
   *
   * @throws ToolException TOOL_ERROR when a single file fails; CANCELLED
   * @throws IOException when the source folder cannot be read or the target folder not be made
   */
  public void run() throws IOException {
    if (Files.isDirectory(plan.source)) {
      requireApart();
      FileTree.walk(plan.source, watch, tally, this::fileOfFolder);
    } else {
      single();
    }
  }

  private void requireApart() {
    if (plan.target.startsWith(plan.source)) {
      throw ToolException.invalid(
          "expected a target outside of the source " + plan.source + ", actual " + plan.target);
    }
  }

  private void single() throws IOException {
    String name = plan.rename.apply(plan.source.getFileName().toString());
    boolean intoFolder = Files.isDirectory(plan.target);
    if (name == null && intoFolder) {
      throw ToolException.invalid(
          "expected a file name as target, for that of " + plan.source + " tells none");
    }
    Path target = intoFolder ? plan.target.resolve(name) : plan.target;
    Files.createDirectories(target.getParent());
    try {
      file(plan.source, target);
    } catch (ToolException e) {
      listener.failed(plan.source, e.getMessage());
      throw e;
    } catch (IOException e) {
      listener.failed(plan.source, reason(e));
      throw ToolException.error(plan.source + ": " + reason(e));
    }
  }

  private void fileOfFolder(Path entry, Path relative) throws IOException {
    String name = plan.rename.apply(entry.getFileName().toString());
    if (name == null || OutputFile.isPart(entry) || !plan.meant.test(relative)) {
      tally.skipped();
      return;
    }
    try {
      Path target = plan.target.resolve(relative).resolveSibling(name);
      Files.createDirectories(target.getParent());
      file(entry, target);
    } catch (ToolException e) {
      listener.failed(entry, e.getMessage());
      throw e;
    } catch (IOException e) {
      tally.failed(entry, reason(e));
      listener.failed(entry, reason(e));
    }
  }

  private void file(Path source, Path target) throws IOException {
    sweep(target.toAbsolutePath().getParent());
    long read;
    try (FileChannel in = FileChannel.open(source);
        OutputFile out = OutputFile.create(target, plan.overwrite, permissions(source))) {
      long written = step.run(source, in, out.channel(), watch);
      read = in.position();
      out.modified(Files.getLastModifiedTime(source));
      out.commit();
      tally.done(target, read, written);
    }
    listener.done(source, target, read);
    if (plan.removeSource) {
      Files.delete(source);
    }
  }

  private void sweep(Path folder) throws IOException {
    if (!folder.equals(sweptFolder)) {
      OutputFile.removeStaleParts(folder);
      sweptFolder = folder;
    }
  }

  private Set<PosixFilePermission> permissions(Path source) throws IOException {
    if (plan.ownerOnly) {
      return OutputFile.OWNER_ONLY;
    }
    PosixFileAttributeView view = Files.getFileAttributeView(source, PosixFileAttributeView.class);
    return view == null ? Set.of() : view.readAttributes().permissions();
  }

  /** For people. */
  public static String reason(IOException e) {
    if (e instanceof FileAlreadyExistsException) {
      return e.getMessage() + " is there already, and 'overwrite' was not said";
    }
    String text = e.getMessage();
    boolean telling = text != null && text.contains(" ");
    return telling ? text : e.getClass().getSimpleName() + (text == null ? "" : ": " + text);
  }
}
