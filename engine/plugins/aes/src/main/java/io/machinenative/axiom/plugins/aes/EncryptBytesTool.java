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

/** {@code aes.encrypt-bytes}: a payload into a container. Any thread. */
final class EncryptBytesTool
    implements TypedHandler<EncryptBytesTool.Request, EncryptBytesTool.Reply> {
  private final AesResources resources;

  @Description("Bytes to encrypt, and with what.")
  record Request(
      @Description(
              "The bytes: base64 in JSON, the raw tail of a COMPOUND payload, or a BINARY one.")
          Bytes data,
      @Description("A passphrase instead of the key ring, of at least 8 bytes.")
          @Constraint(optional = true)
          String passphrase,
      @Description("Name of a configured secret instead of the key ring.")
          @Constraint(optional = true)
          String secret,
      @Description("Is authenticated and not stored: needed again to decrypt.")
          @Constraint(optional = true, defaultValue = "\"\"")
          String associatedData) {}

  @Description("The encrypted bytes.")
  record Reply(
      @Description("A container, as aes.encrypt makes files.") Bytes data,
      @Description("Id of the key; 0000000000000000 stands for a passphrase.") String keyId) {}

  private EncryptBytesTool(AesResources resources) {
    this.resources = resources;
  }

  static Tool tool(AesResources resources) {
    return Tool.named("aes.encrypt-bytes")
        .title("Encrypt bytes")
        .description(
            "Encrypts a payload with AES-256-GCM and answers with a container of 180 bytes more,"
                + " which aes.decrypt-bytes and aes.decrypt open.")
        .blocking()
        .typed(Request.class, Reply.class, new ExplainedErrors<>(new EncryptBytesTool(resources)))
        .build();
  }

  @Override
  public Reply handle(Request request, CallContext call) throws IOException {
    int bytes = request.data().length();
    Audit audit = resources.audit("encrypt", call);
    try (KeyAccess keys = resources.keys(request.passphrase(), request.secret());
        Lanes lanes = resources.lanes();
        SecretBytes sealed = new SecretBytes(Integer.MAX_VALUE / 2)) {
      ContainerSealer.Sealed done =
          new ContainerSealer(lanes, resources.random())
              .seal(
                  keys,
                  request.associatedData().getBytes(UTF_8),
                  ContainerSealer.chunkLogFor(bytes),
                  PayloadChannel.of(request.data()),
                  sealed,
                  ChunkPipeline.Progress.NONE);
      audit.doneOne("payload", done.keyId(), bytes);
      return new Reply(Bytes.of(sealed.toArray()), done.keyId());
    } catch (IOException e) {
      audit.failed("payload", e.getMessage());
      throw e;
    }
  }
}
