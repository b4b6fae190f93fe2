package io.machinenative.axiom.benchmarks.edge;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * MCP servers of others, in {@code benchmarks/peers}: projects of their own, which Maven builds
 * when they are first asked for.
 */
final class Peers {
  private final Path folder;

  private Peers(Path folder) {
    this.folder = folder;
  }

  /**
   * @throws IOException when they are not built, and Maven cannot build them
   */
  static Peers built(Consumer<String> progress) throws IOException {
    Peers peers = new Peers(Path.of(System.getProperty("axiom.root"), "benchmarks", "peers"));
    if (peers.isStale()) {
      progress.accept("building the peers: Maven fetches two frameworks, which takes minutes");
      peers.build();
    }
    return peers;
  }

  /** Whether something is not built, or is older than its sources. */
  private boolean isStale() throws IOException {
    if (!Files.exists(quarkusJar()) || !Files.exists(sdkLibraries()) || !Files.exists(log())) {
      return true;
    }
    FileTime built = Files.getLastModifiedTime(log());
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        boolean source = file.endsWith("pom.xml") || file.toString().contains("/src/");
        if (source && Files.getLastModifiedTime(file).compareTo(built) > 0) {
          return true;
        }
      }
    }
    return false;
  }

  private void build() throws IOException {
    ProcessBuilder maven = new ProcessBuilder("mvn", "-B", "-q", "-ntp", "package");
    maven.directory(folder.toFile());
    maven.environment().put("JAVA_HOME", System.getProperty("java.home"));
    maven.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.to(log().toFile()));
    try {
      if (maven.start().waitFor() != 0) {
        Files.setLastModifiedTime(log(), FileTime.fromMillis(0)); // to be built again
        throw new IOException("Maven cannot build the peers: see " + log());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private Path log() throws IOException {
    return Files.createDirectories(folder.resolve("target")).resolve("build.log");
  }

  private Path quarkusJar() {
    return folder.resolve("quarkus/target/quarkus-app/quarkus-run.jar");
  }

  private Path sdkLibraries() {
    return folder.resolve("java-sdk/target/lib");
  }

  /** What follows the JVM's flags to start Quarkus MCP Server. */
  List<String> quarkus() {
    return List.of("-Dquarkus.http.port=0", "-jar", quarkusJar().toString());
  }

  /** The same for the official Java SDK. */
  List<String> javaSdk() {
    String path =
        folder.resolve("java-sdk/target/classes") + File.pathSeparator + sdkLibraries() + "/*";
    return List.of("-cp", path, "io.machinenative.axiom.peers.SdkServer");
  }
}
