package io.machinenative.axiom.plugins.aes;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.api.CallContext;
import io.machinenative.axiom.api.Constraint;
import io.machinenative.axiom.api.Description;
import io.machinenative.axiom.api.JsonName;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.api.TypedHandler;
import io.machinenative.axiom.plugins.files.CallWatch;
import io.machinenative.axiom.plugins.files.ExplainedErrors;
import io.machinenative.axiom.plugins.files.FileTransform;
import io.machinenative.axiom.plugins.files.FileTree;
import io.machinenative.axiom.plugins.files.OutputFile;
import io.machinenative.axiom.plugins.files.WorkTally;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** {@code aes.reencrypt}: puts containers under another key, in their place. Any thread. */
final class ReencryptTool implements TypedHandler<ReencryptTool.Request, CryptReport> {
  private final AesResources resources;

  /** How much is made anew. */
  enum Depth {
    /** The data key is wrapped anew; the content stays as it is. */
    @JsonName("envelope")
    ENVELOPE,
    /** The content gets a new data key. */
    @JsonName("full")
    FULL
  }

  @Description("What to re-encrypt, from which key to which.")
  record Request(
      @Description("The file or folder; of a folder, the files that end with .sealed.")
          @Constraint(minLength = 1)
          String source,
      @Description(
              "envelope wraps the data key anew and copies the rest; full encrypts everything"
                  + " anew: for when a data key may be known to somebody.")
          @Constraint(optional = true, defaultValue = "\"envelope\"")
          Depth depth,
      @Description("The passphrase that it was encrypted with; by default the key ring.")
          @Constraint(optional = true)
          String passphrase,
      @Description("Name of the configured secret that it was encrypted with.")
          @Constraint(optional = true)
          String secret,
      @Description("The passphrase to encrypt it with; by default the key ring.")
          @Constraint(optional = true)
          String newPassphrase,
      @Description("Name of the configured secret to encrypt it with.") @Constraint(optional = true)
          String newSecret,
      @Description("As it was encrypted with; for full.")
          @Constraint(optional = true, defaultValue = "\"\"")
          String associatedData) {}

  private ReencryptTool(AesResources resources) {
    this.resources = resources;
  }

  static Tool tool(AesResources resources) {
    return Tool.named("aes.reencrypt")
        .title("Re-encrypt files")
        .description(
            "Puts an encrypted file, or all those of a folder, under the key that seals now,"
                + " another passphrase or another secret. A file is replaced as a whole; those that"
                + " are under the ring's key already are left alone, so that it may be called"
                + " again.")
        .blocking()
        .destructive()
        .typed(
            Request.class, CryptReport.class, new ExplainedErrors<>(new ReencryptTool(resources)))
        .build();
  }

  @Override
  public CryptReport handle(Request request, CallContext call) throws IOException {
    Path source = resources.roots().existing(request.source());
    Audit audit = resources.audit("reencrypt", call);
    WorkTally tally = new WorkTally(resources.clock().nanoTime());
    CallWatch watch = new CallWatch(call, Double.NaN);
    try (KeyAccess from = resources.keys(request.passphrase(), request.secret());
        KeyAccess to = resources.keys(request.newPassphrase(), request.newSecret())) {
      AuditedFiles files = new AuditedFiles(audit);
      Reencryption work = new Reencryption(request, from, to, watch, tally, files);
      if (Files.isDirectory(source)) {
        FileTree.walk(
            source,
            watch,
            tally,
            (file, relative) -> {
              if (!EncryptTool.ENDING.isOf(file)) {
                tally.skipped();
              } else {
                work.of(file);
              }
            });
      } else {
        work.of(source);
      }
      return new CryptReport(files.keyIds(), tally.report(resources.clock().nanoTime()));
    } finally {
      audit.flush();
    }
  }

  /** One call. */
  private final class Reencryption {
    private final Request request;
    private final KeyAccess from;
    private final KeyAccess to;
    private final CallWatch watch;
    private final WorkTally tally;
    private final AuditedFiles files;

    Reencryption(
        Request request,
        KeyAccess from,
        KeyAccess to,
        CallWatch watch,
        WorkTally tally,
        AuditedFiles files) {
      this.request = request;
      this.from = from;
      this.to = to;
      this.watch = watch;
      this.tally = tally;
      this.files = files;
    }

    void of(Path file) throws IOException {
      try {
        if (isUnderPrimary(file)) {
          tally.skipped();
          return;
        }
        long bytes = replace(file);
        files.done(file, null, bytes);
      } catch (IOException e) {
        watch.requireWanted();
        tally.failed(file, FileTransform.reason(e));
        files.failed(file, FileTransform.reason(e));
      }
    }

    private boolean isUnderPrimary(Path file) throws IOException {
      if (request.depth() == Depth.FULL || !(to instanceof BorrowedAccess)) {
        return false;
      }
      try (FileChannel in = FileChannel.open(file)) {
        ContainerHeader header = ContainerHeader.read(in);
        return header.kind() == KeyKind.RING
            && header.keyId() == resources.vault().ring().content().primary().id();
      }
    }

    private long replace(Path file) throws IOException {
      try (FileChannel in = FileChannel.open(file);
          OutputFile out = OutputFile.create(file, true, Set.of())) {
        watch.requireWanted();
        String keyId =
            request.depth() == Depth.ENVELOPE
                ? new ContainerRewrap(resources.random())
                    .run(from, to, in, out.channel())
                    .newKeyId()
                : full(in, out.channel());
        files.key(keyId);
        out.modified(Files.getLastModifiedTime(file));
        out.commit();
        tally.done(file, in.size(), Files.size(file));
        return in.size();
      }
    }

    private String full(FileChannel in, FileChannel out) throws IOException {
      byte[] aad = request.associatedData().getBytes(UTF_8);
      return new Recryption(resources).run(from, to, aad, in, out, watch).keyId();
    }
  }
}
