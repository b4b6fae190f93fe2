package io.machinenative.axiom.benchmarks.edge;

import io.machinenative.axiom.benchmarks.process.ChildJvm;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A server in a JVM of its own, with the flags of {@code axiom serve}, and the CPU time that it has
 * used. Owns the process.
 */
final class HttpChild implements AutoCloseable {
  static final String READY = "ready ";

  private static final Pattern ADDRESS = Pattern.compile("http://([\\w.]+):(\\d+)");

  private static final long STOP_MS = 5_000;

  /** Of {@code /proc/PID/stat}; 100 on every Linux that there is (USER_HZ). */
  private static final long TICKS_PER_S = 100;

  private final Process process;
  private final long startedNs;
  private final BufferedReader lines;
  private final InetSocketAddress address;

  /** Starts a class of this class path. */
  HttpChild(Class<?> server) throws IOException {
    this(List.of("-cp", System.getProperty("java.class.path"), server.getName()));
  }

  /**
   * Starts a JVM with the flags of this one, so with the same heap, and waits until it has printed
   * where it listens.
   *
   * @param arguments after the flags
   */
  HttpChild(List<String> arguments) throws IOException {
    this(new ProcessBuilder(jvm(arguments)));
  }

  private HttpChild(ProcessBuilder command) throws IOException {
    startedNs = System.nanoTime();
    process = command.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = lines.readLine();
    while (line != null && !ADDRESS.matcher(line).find()) {
      line = lines.readLine(); // what a framework has to say first
    }
    if (line == null) {
      process.destroyForcibly();
      throw new IOException(String.join(" ", command.command()) + " does not start");
    }
    Matcher found = ADDRESS.matcher(line);
    found.find();
    address = new InetSocketAddress(found.group(1), Integer.parseInt(found.group(2)));
  }

  private static List<String> jvm(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ChildJvm.flags());
    String root = System.getProperty("axiom.root");
    if (root != null) {
      command.add("@" + Path.of(root, "perf-config", "jvm", "serve.args"));
    }
    command.addAll(arguments);
    return command;
  }

  /** Starts {@code axiom serve} on a free port, by the launcher, as people do. */
  static HttpChild serve() throws IOException {
    Path launcher = Path.of(System.getProperty("axiom.root"), "axiom");
    ProcessBuilder command =
        new ProcessBuilder(
            launcher.toString(), "serve", "--json", "--listen", "http://127.0.0.1:0");
    command.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return new HttpChild(command);
  }

  /** When the process was started, as {@link System#nanoTime} has it. */
  long startedNs() {
    return startedNs;
  }

  /** In the child: says what it holds when it is asked, until the parent is done. */
  static void awaitEndOfInput() throws IOException {
    BufferedReader asked =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = asked.readLine(); line != null; line = asked.readLine()) {
      System.gc();
      long heapBytes = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
      long directBytes = PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
      System.out.println(heapBytes + " " + directBytes);
    }
  }

  /** What the child holds after a collection: heap, and memory of Netty off it, bytes. */
  long[] memory() throws IOException {
    process.outputWriter().write("memory\n");
    process.outputWriter().flush();
    return Stream.of(lines.readLine().split(" ")).mapToLong(Long::parseLong).toArray();
  }

  InetSocketAddress address() {
    return address;
  }

  /** User and system time of all its threads since it started, microseconds. */
  long cpuUs() throws IOException {
    String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    return ticks * (TimeUnit.SECONDS.toMicros(1) / TICKS_PER_S);
  }

  /** Memory in use, KiB. */
  long residentKib() throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElse(0);
  }

  @Override
  public void close() throws IOException {
    process.outputWriter().close();
    try {
      if (!process.waitFor(STOP_MS, TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
