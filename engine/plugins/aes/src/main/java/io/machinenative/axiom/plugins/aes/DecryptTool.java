package io.machinenative.axiom.plugins.aes;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.api.CallContext;
import io.machinenative.axiom.api.Constraint;
import io.machinenative.axiom.api.Description;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.api.TypedHandler;
import io.machinenative.axiom.plugins.files.CallWatch;
import io.machinenative.axiom.plugins.files.ExplainedErrors;
import io.machinenative.axiom.plugins.files.FileStep;
import io.machinenative.axiom.plugins.files.FileTransform;
import io.machinenative.axiom.plugins.files.PathPatterns;
import io.machinenative.axiom.plugins.files.ReadProgress;
import io.machinenative.axiom.plugins.files.WorkTally;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code aes.decrypt}: the opposite of {@code aes.encrypt}. Any thread; it may wait. */
final class DecryptTool implements TypedHandler<DecryptTool.Request, CryptReport> {
  private final AesResources resources;

  @Description("What to decrypt, and with what.")
  record Request(
      @Description("The file or folder to decrypt; of a folder, the files that end with .sealed.")
          @Constraint(minLength = 1)
          String source,
      @Description("The file or folder to make; by default the source without .sealed.")
          @Constraint(optional = true)
          String target,
      @Description("Of a folder: globs of the files to decrypt; by default all.")
          @Constraint(optional = true, defaultValue = "[]")
          List<String> include,
      @Description("Of a folder: globs of the files that are left out.")
          @Constraint(optional = true, defaultValue = "[]")
          List<String> exclude,
      @Description("The passphrase that it was encrypted with.") @Constraint(optional = true)
          String passphrase,
      @Description("Name of the configured secret that it was encrypted with.")
          @Constraint(optional = true)
          String secret,
      @Description("As it was encrypted with.") @Constraint(optional = true, defaultValue = "\"\"")
          String associatedData,
      @Description("Whether files that are there may be replaced.")
          @Constraint(optional = true, defaultValue = "false")
          boolean overwrite,
      @Description("Whether a source is deleted when what it becomes is on the disk.")
          @Constraint(optional = true, defaultValue = "false")
          boolean removeSource) {}

  private DecryptTool(AesResources resources) {
    this.resources = resources;
  }

  static Tool tool(AesResources resources) {
    return Tool.named("aes.decrypt")
        .title("Decrypt files")
        .description(
            "Decrypts a file, or the encrypted files of a folder with its tree kept. A file appears"
                + " only when its last byte is known to be genuine, readable for its owner alone;"
                + " one that was changed or cut is named, and nothing of it appears.")
        .blocking()
        .destructive()
        .typed(Request.class, CryptReport.class, new ExplainedErrors<>(new DecryptTool(resources)))
        .build();
  }

  @Override
  public CryptReport handle(Request request, CallContext call) throws IOException {
    Path source = resources.roots().existing(request.source());
    Path target = resources.roots().writable(EncryptTool.ENDING.originOf(source, request.target()));
    PathPatterns patterns = new PathPatterns(request.include(), request.exclude());
    byte[] aad = request.associatedData().getBytes(UTF_8);
    Audit audit = resources.audit("decrypt", call);
    AuditedFiles files = new AuditedFiles(audit);
    WorkTally tally = new WorkTally(resources.clock().nanoTime());
    double total = Files.isDirectory(source) ? Double.NaN : Files.size(source);
    try (KeyAccess keys = resources.keys(request.passphrase(), request.secret());
        Lanes lanes = resources.lanes()) {
      ContainerOpener opener = new ContainerOpener(lanes);
      FileStep step =
          (file, in, out, watch) -> {
            ContainerOpener.Opened opened =
                opener.open(keys, aad, in, out, new ReadProgress(watch));
            files.key(opened.keyId());
            return opened.plaintextBytes();
          };
      new FileTransform(
              new FileTransform.Plan(
                  source,
                  target,
                  patterns::matches,
                  request.overwrite(),
                  EncryptTool.ENDING::takenFrom,
                  true,
                  request.removeSource()),
              step,
              new CallWatch(call, total),
              tally,
              files)
          .run();
    } finally {
      audit.flush();
    }
    return new CryptReport(files.keyIds(), tally.report(resources.clock().nanoTime()));
  }
}
