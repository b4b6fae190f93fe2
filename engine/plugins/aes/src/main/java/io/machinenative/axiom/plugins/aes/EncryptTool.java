package io.machinenative.axiom.plugins.aes;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.api.CallContext;
import io.machinenative.axiom.api.Constraint;
import io.machinenative.axiom.api.Description;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.api.TypedHandler;
import io.machinenative.axiom.plugins.files.CallWatch;
import io.machinenative.axiom.plugins.files.ExplainedErrors;
import io.machinenative.axiom.plugins.files.FileEnding;
import io.machinenative.axiom.plugins.files.FileStep;
import io.machinenative.axiom.plugins.files.FileTransform;
import io.machinenative.axiom.plugins.files.ReadProgress;
import io.machinenative.axiom.plugins.files.WorkTally;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code aes.encrypt}: a file, or chosen files of a folder. Any thread; it may wait. */
final class EncryptTool implements TypedHandler<EncryptTool.Request, CryptReport> {
  /** What sealed files end with. */
  static final FileEnding ENDING = new FileEnding(".sealed");

  private final AesResources resources;

  @Description("What to encrypt, and with what.")
  record Request(
      @Description("The file or folder to encrypt.") @Constraint(minLength = 1) String source,
      @Description(
              "The file or folder to make; by default beside the source, with .sealed at its end.")
          @Constraint(optional = true)
          String target,
      @Description("Of a folder: globs of the files to encrypt, such as *.key; by default all.")
          @Constraint(optional = true, defaultValue = "[]")
          List<String> include,
      @Description("Of a folder: globs of the files that are left out.")
          @Constraint(optional = true, defaultValue = "[]")
          List<String> exclude,
      @Description(
              "Of a folder: media types of the files to encrypt, such as text/* or"
                  + " application/x-key, as their names tell; by default all.")
          @Constraint(optional = true, defaultValue = "[]")
          List<String> contentTypes,
      @Description("A passphrase instead of the key ring, of at least 8 bytes.")
          @Constraint(optional = true)
          String passphrase,
      @Description("Name of a configured secret instead of the key ring.")
          @Constraint(optional = true)
          String secret,
      @Description("Is authenticated and not stored: needed again to decrypt.")
          @Constraint(optional = true, defaultValue = "\"\"")
          String associatedData,
      @Description("Whether files that are there may be replaced.")
          @Constraint(optional = true, defaultValue = "false")
          boolean overwrite,
      @Description("Whether a source is deleted when its encrypted file is on the disk.")
          @Constraint(optional = true, defaultValue = "false")
          boolean removeSource) {}

  private EncryptTool(AesResources resources) {
    this.resources = resources;
  }

  static Tool tool(AesResources resources) {
    return Tool.named("aes.encrypt")
        .title("Encrypt files")
        .description(
            "Encrypts a file, or chosen files of a folder with its tree kept, with AES-256-GCM:"
                + " each under a key of its own that is wrapped with the key ring's, a passphrase's"
                + " or a configured secret's. A file appears only when all of it is on the disk.")
        .blocking()
        .destructive()
        .typed(Request.class, CryptReport.class, new ExplainedErrors<>(new EncryptTool(resources)))
        .build();
  }

  @Override
  public CryptReport handle(Request request, CallContext call) throws IOException {
    Path source = resources.roots().existing(request.source());
    Path target = resources.roots().writable(ENDING.targetOf(source, request.target()));
    FileSelection selection =
        FileSelection.of(request.include(), request.exclude(), request.contentTypes());
    byte[] aad = request.associatedData().getBytes(UTF_8);
    Audit audit = resources.audit("encrypt", call);
    AuditedFiles files = new AuditedFiles(audit);
    WorkTally tally = new WorkTally(resources.clock().nanoTime());
    double total = Files.isDirectory(source) ? Double.NaN : Files.size(source);
    try (KeyAccess keys = resources.keys(request.passphrase(), request.secret());
        Lanes lanes = resources.lanes()) {
      ContainerSealer sealer = new ContainerSealer(lanes, resources.random());
      FileStep step =
          (file, in, out, watch) -> {
            ContainerSealer.Sealed sealed =
                sealer.seal(
                    keys, aad, ContainerSealer.DEFAULT_CHUNK_LOG, in, out, new ReadProgress(watch));
            files.key(sealed.keyId());
            return sealed.containerBytes();
          };
      new FileTransform(
              new FileTransform.Plan(
                  source,
                  target,
                  selection::matches,
                  request.overwrite(),
                  ENDING::addedTo,
                  false,
                  request.removeSource()),
              step,
              new CallWatch(call, total),
              tally,
              files)
          .run();
      if (keys instanceof BorrowedAccess && resources.vault().ring().isFull()) {
        tally.warn(
            "the key ring is full, so that its key is not followed by a new one: re-encrypt what"
                + " the oldest keys have sealed, and destroy them");
      }
    } finally {
      audit.flush();
    }
    return new CryptReport(files.keyIds(), tally.report(resources.clock().nanoTime()));
  }
}
