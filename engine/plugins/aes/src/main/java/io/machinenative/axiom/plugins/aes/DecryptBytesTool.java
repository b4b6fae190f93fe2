package io.machinenative.axiom.plugins.aes;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.api.Bytes;
import io.machinenative.axiom.api.CallContext;
import io.machinenative.axiom.api.Constraint;
import io.machinenative.axiom.api.Description;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.api.TypedHandler;
import io.machinenative.axiom.plugins.files.ChunkPipeline;
import io.machinenative.axiom.plugins.files.ExplainedErrors;
import java.io.IOException;

/** {@code aes.decrypt-bytes}: the opposite of {@code aes.encrypt-bytes}. Any thread. */
final class DecryptBytesTool
    implements TypedHandler<DecryptBytesTool.Request, DecryptBytesTool.Reply> {
  private final AesResources resources;

  @Description("Bytes to decrypt, and with what.")
  record Request(
      @Description(
              "A container: base64 in JSON, the raw tail of a COMPOUND payload, or a BINARY"
                  + " one.")
          Bytes data,
      @Description("The passphrase that it was encrypted with.") @Constraint(optional = true)
          String passphrase,
      @Description("Name of the configured secret that it was encrypted with.")
          @Constraint(optional = true)
          String secret,
      @Description("As it was encrypted with.") @Constraint(optional = true, defaultValue = "\"\"")
          String associatedData) {}

  @Description("The decrypted bytes.")
  record Reply(
      @Description("What was encrypted.") Bytes data,
      @Description("Id of the key; 0000000000000000 stands for a passphrase.") String keyId) {}

  private DecryptBytesTool(AesResources resources) {
    this.resources = resources;
  }

  static Tool tool(AesResources resources) {
    return Tool.named("aes.decrypt-bytes")
        .title("Decrypt bytes")
        .description(
            "Decrypts a container and answers with its content when all of it is genuine, with"
                + " nothing otherwise.")
        .blocking()
        .readOnly()
        .typed(Request.class, Reply.class, new ExplainedErrors<>(new DecryptBytesTool(resources)))
        .build();
  }

  @Override
  public Reply handle(Request request, CallContext call) throws IOException {
    Audit audit = resources.audit("decrypt", call);
    try (KeyAccess keys = resources.keys(request.passphrase(), request.secret());
        Lanes lanes = resources.lanes();
        SecretBytes plain = new SecretBytes(Integer.MAX_VALUE / 2)) {
      ContainerOpener.Opened done =
          new ContainerOpener(lanes)
              .open(
                  keys,
                  request.associatedData().getBytes(UTF_8),
                  PayloadChannel.of(request.data()),
                  plain,
                  ChunkPipeline.Progress.NONE);
      audit.doneOne("payload", done.keyId(), done.plaintextBytes());
      return new Reply(Bytes.of(plain.toArray()), done.keyId());
    } catch (IOException e) {
      audit.failed("payload", e.getMessage());
      throw e;
    }
  }
}
