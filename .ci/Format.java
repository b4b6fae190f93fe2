import com.google.googlejavaformat.java.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds every Java source below a folder to google-java-format: {@code check} names the files that
 * differ and fails, {@code apply} rewrites them.
 */
void main(String[] args) throws Exception {
  String mode = args[0];
  Path root = Path.of(args[1]);
  boolean apply =
      switch (mode) {
        case "apply" -> true;
        case "check" -> false;
        default -> throw new IllegalArgumentException("expected check or apply, actual " + mode);
      };
  List<String> command = new ArrayList<>();
  command.addAll(apply ? List.of("-i") : List.of("-n", "--set-exit-if-changed"));
  command.addAll(javaSources(root));

  var out = new PrintWriter(System.out, true);
  var err = new PrintWriter(System.err, true);
  int status = new Main(out, err, System.in).format(command.toArray(String[]::new));
  if (status != 0) {
    err.println(apply ? "Not all sources could be formatted." : HINT);
    System.exit(1);
  }
}

private static final String HINT = "The sources above are not formatted: run ./axiom format";

private List<String> javaSources(Path root) throws IOException {
  List<String> sources = new ArrayList<>();
  Files.walkFileTree(
      root,
      new SimpleFileVisitor<>() {
        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
          String name = folder.getFileName().toString();
          boolean skip = name.equals("target") || name.equals(".git");
          return skip ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
          if (file.toString().endsWith(".java")) {
            sources.add(file.toString());
          }
          return FileVisitResult.CONTINUE;
        }
      });
  return sources;
}
