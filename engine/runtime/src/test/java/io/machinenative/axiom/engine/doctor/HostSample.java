package io.machinenative.axiom.engine.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A machine as its files tell of it, laid out in a folder. */
final class HostSample {
  private final Path root;

  HostSample(Path root) {
    this.root = root;
  }

  HostSample with(String absolutePath, String text) throws IOException {
    Path file = root.resolve(absolutePath.substring(1));
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    return this;
  }

  HostFiles files() {
    return new HostFiles(root);
  }
}
