package io.machinenative.axiom.engine.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.ChronicleMapBuilder;
import net.openhft.chronicle.map.ExternalMapQueryContext;
import org.agrona.concurrent.UnsafeBuffer;

/** Another process on a store's directory: one line in, one line out. Owned by one test. */
final class StoreChild implements AutoCloseable {
  private static final long LIMIT_S = 30;

  private final Process process;
  private final BufferedReader replies;

  private StoreChild(Process process) {
    this.process = process;
    replies = process.inputReader(UTF_8);
  }

  static StoreChild start(Path directory) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add(
        "@" + Path.of(System.getProperty("axiom.root"), "perf-config", "jvm", "axiom.args"));
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(StoreChild.class.getName());
    command.add(directory.toString());
    return new StoreChild(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  long pid() {
    return process.pid();
  }

  String ask(String command) throws IOException {
    process.outputWriter(UTF_8).append(command).append('\n').flush();
    return replies.readLine();
  }

  /** Waits for its end. */
  void awaitEnd() throws InterruptedException {
    if (!process.waitFor(LIMIT_S, TimeUnit.SECONDS)) {
      throw new AssertionError("expected an end within " + LIMIT_S + " s");
    }
  }

  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly();
    awaitEnd();
  }

  /** The other process. */
  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    DurableStore store = null;
    StoreViewer viewer = null;
    BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      String[] words = line.split(" ");
      switch (words[0]) {
        case "open" -> {
          store = Stores.open(directory);
          System.out.println("open at " + store.revision());
        }
        case "put" -> {
          new Twin(store).put(words[1], words[2], store.revision() + 1);
          store.commit();
          System.out.println("done");
        }
        case "view" -> {
          viewer = viewer == null ? StoreViewer.open(directory) : viewer;
          System.out.println(text(viewer, words[1]));
        }
        case "die-with-lock" -> dieWithLock(directory.resolve(words[1]), words[2]);
        default -> throw new IllegalArgumentException("expected a command, actual " + line);
      }
    }
  }

  private static String text(StoreViewer viewer, String key) {
    UnsafeBuffer value = new UnsafeBuffer(new byte[1024]);
    byte[] bytes = key.getBytes(UTF_8);
    int length = viewer.get(new UnsafeBuffer(bytes), 0, bytes.length, value, 0);
    return length < 0
        ? "none"
        : value.getStringWithoutLengthUtf8(0, length)
            + " of "
            + viewer.count()
            + " at "
            + viewer.revision();
  }

  private static void dieWithLock(Path view, String key) throws IOException {
    ChronicleMap<Cell, Cell> map =
        ChronicleMapBuilder.of(Cell.class, Cell.class)
            .keyReaderAndDataAccess(new CellReader(), new CellAccess())
            .valueReaderAndDataAccess(new CellReader(), new CellAccess())
            .createPersistedTo(view.toFile());
    Cell cell = Cell.forKey();
    byte[] bytes = key.getBytes(UTF_8);
    cell.set(new UnsafeBuffer(bytes), 0, bytes.length);
    try (ExternalMapQueryContext<Cell, Cell, ?> query = map.queryContext(cell)) {
      query.writeLock().lock();
      Runtime.getRuntime().halt(0);
    }
  }
}
