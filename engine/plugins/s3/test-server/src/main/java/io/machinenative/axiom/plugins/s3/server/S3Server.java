package io.machinenative.axiom.plugins.s3.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * S3Proxy over a folder, in a process of its own, which ends with this. Any thread; owned by who
 * starts it.
 */
public final class S3Server implements AutoCloseable {
  public static final String ACCESS_KEY = "local-identity";
  public static final String SECRET_KEY = "local-credential";

  private static final long START_NS = TimeUnit.SECONDS.toNanos(60);
  private static final Path CLASS_PATH =
      Path.of(
          System.getProperty("axiom.root", "."), "engine/plugins/s3/test-server/target/classpath");

  private final Process process;
  private final int port;

  private S3Server(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Why it cannot be started; empty when it can. */
  public static String missing() {
    return Files.exists(CLASS_PATH) ? "" : "S3Proxy was not fetched: no " + CLASS_PATH;
  }

  /**
   * Starts it, and waits until it answers.
   *
   * @param folder for its settings, its log, and what is stored: {@code objects/BUCKET}
   * @throws IOException when it does not start, with what it says
   */
  public static S3Server start(Path folder) throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Path data = Files.createDirectories(folder.resolve("objects"));
    Path settings =
        Files.writeString(
            folder.resolve("s3proxy.conf"),
            """
            s3proxy.endpoint=http://127.0.0.1:%d
            s3proxy.authorization=aws-v2-or-v4
            s3proxy.identity=%s
            s3proxy.credential=%s
            jclouds.provider=filesystem-nio2
            jclouds.filesystem.basedir=%s
            """
                .formatted(port, ACCESS_KEY, SECRET_KEY, data));
    // Without it logback tells of every buffer that comes in, which takes ten times as long as all
    // else.
    Path logging =
        Files.writeString(
            folder.resolve("logback.xml"),
            """
            <configuration>
              <appender name="OUT" class="ch.qos.logback.core.ConsoleAppender">
                <encoder><pattern>%d %-5level %logger{0} %msg%n</pattern></encoder>
              </appender>
              <root level="INFO"><appender-ref ref="OUT"/></root>
            </configuration>
            """);
    Path log = folder.resolve("s3proxy.log");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-Dlogback.configurationFile=" + logging,
                "-cp",
                Files.readString(CLASS_PATH).strip(),
                "org.gaul.s3proxy.Main",
                "--properties",
                settings.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    S3Server server = new S3Server(process, port);
    server.awaitReady(log);
    return server;
  }

  private void awaitReady(Path log) throws IOException {
    long beganNs = System.nanoTime();
    while (!answers()) {
      if (!process.isAlive() || System.nanoTime() - beganNs > START_NS) {
        close();
        throw new IOException("S3Proxy did not start:\n" + Files.readString(log));
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  private boolean answers() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 200);
      socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      try (InputStream in = socket.getInputStream()) {
        return in.read() >= 0;
      }
    } catch (IOException e) {
      return false; // not yet
    }
  }

  /** On 127.0.0.1. */
  public int port() {
    return port;
  }

  /** Its address as a URI. */
  public String endpoint() {
    return "http://127.0.0.1:" + port;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
