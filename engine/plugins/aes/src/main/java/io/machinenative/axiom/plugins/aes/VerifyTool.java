package io.machinenative.axiom.plugins.aes;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.api.CallContext;
import io.machinenative.axiom.api.Constraint;
import io.machinenative.axiom.api.Description;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.api.TypedHandler;
import io.machinenative.axiom.plugins.files.ByteChannels;
import io.machinenative.axiom.plugins.files.CallWatch;
import io.machinenative.axiom.plugins.files.ExplainedErrors;
import io.machinenative.axiom.plugins.files.FileTransform;
import io.machinenative.axiom.plugins.files.FileTree;
import io.machinenative.axiom.plugins.files.ReadProgress;
import io.machinenative.axiom.plugins.files.WorkTally;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code aes.verify}: reads containers to their ends, and keeps nothing. Any thread. */
final class VerifyTool implements TypedHandler<VerifyTool.Request, CryptReport> {
  private final AesResources resources;

  @Description("What to verify, and with what.")
  record Request(
      @Description("The file or folder to verify; of a folder, the files that end with .sealed.")
          @Constraint(minLength = 1)
          String source,
      @Description("The passphrase that it was encrypted with.") @Constraint(optional = true)
          String passphrase,
      @Description("Name of the configured secret that it was encrypted with.")
          @Constraint(optional = true)
          String secret,
      @Description("As it was encrypted with.") @Constraint(optional = true, defaultValue = "\"\"")
          String associatedData) {}

  private VerifyTool(AesResources resources) {
    this.resources = resources;
  }

  static Tool tool(AesResources resources) {
    return Tool.named("aes.verify")
        .title("Verify encrypted files")
        .description(
            "Checks every tag of an encrypted file, or of all those of a folder, and writes"
                + " nothing. Names each file that was changed, cut, or whose key is not there, and"
                + " the chunk that is wrong.")
        .blocking()
        .readOnly()
        .typed(Request.class, CryptReport.class, new ExplainedErrors<>(new VerifyTool(resources)))
        .build();
  }

  @Override
  public CryptReport handle(Request request, CallContext call) throws IOException {
    Path source = resources.roots().existing(request.source());
    byte[] aad = request.associatedData().getBytes(UTF_8);
    Audit audit = resources.audit("verify", call);
    WorkTally tally = new WorkTally(resources.clock().nanoTime());
    try (KeyAccess keys = resources.keys(request.passphrase(), request.secret());
        Lanes lanes = resources.lanes()) {
      CallWatch watch = new CallWatch(call, Double.NaN);
      Verification verification =
          new Verification(
              keys, aad, new ContainerOpener(lanes), watch, tally, new AuditedFiles(audit));
      if (Files.isDirectory(source)) {
        FileTree.walk(
            source,
            watch,
            tally,
            (file, relative) -> {
              if (!EncryptTool.ENDING.isOf(file)) {
                tally.skipped();
              } else {
                verification.of(file);
              }
            });
      } else {
        verification.of(source);
      }
      return new CryptReport(
          verification.files.keyIds(), tally.report(resources.clock().nanoTime()));
    } finally {
      audit.flush();
    }
  }

  /** One call. */
  private record Verification(
      KeyAccess keys,
      byte[] aad,
      ContainerOpener opener,
      CallWatch watch,
      WorkTally tally,
      AuditedFiles files) {
    void of(Path file) throws IOException {
      try (FileChannel in = FileChannel.open(file)) {
        ContainerOpener.Opened opened =
            opener.open(keys, aad, in, ByteChannels.nowhere(), new ReadProgress(watch));
        files.key(opened.keyId());
        files.done(file, null, opened.plaintextBytes());
        tally.done(null, opened.containerBytes(), opened.plaintextBytes());
      } catch (IOException e) {
        watch.requireWanted();
        tally.failed(file, FileTransform.reason(e));
        files.failed(file, FileTransform.reason(e));
      }
    }
  }
}
