import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import uk.co.real_logic.sbe.SbeTool;

/**
 * Generates the flyweights from the schema, only when the schema or this build changed: an
 * unchanged source keeps its time, so that an incremental build recompiles nothing.
 *
 * <p>Arguments: the schema, the module's folder. The generator's options are system properties; the
 * generated {@code package-info.java} is removed, as the hand-written one documents the package.
 */
void main(String[] args) throws Exception {
  Path schema = Path.of(args[0]);
  Path module = Path.of(args[1]);
  Path output = Path.of(System.getProperty("sbe.output.dir"));
  Path done = output.resolveSibling("sbe.done");
  if (isNewer(done, schema)
      && isNewer(done, module.resolve("pom.xml"))
      && isNewer(done, module.resolve("build/GenerateCodecs.java"))) {
    return;
  }
  deleteJava(output, "");
  SbeTool.main(new String[] {schema.toString()});
  deleteJava(output, "package-info");
  Files.writeString(done, "The codecs beside this file are up to date.\n");
}

private void deleteJava(Path folder, String name) throws IOException {
  if (Files.exists(folder)) {
    try (var files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(name + ".java")).toList()) {
        Files.delete(file);
      }
    }
  }
}

private boolean isNewer(Path done, Path source) throws IOException {
  return Files.exists(done) && time(done).compareTo(time(source)) > 0;
}

private FileTime time(Path file) throws IOException {
  return Files.getLastModifiedTime(file);
}
