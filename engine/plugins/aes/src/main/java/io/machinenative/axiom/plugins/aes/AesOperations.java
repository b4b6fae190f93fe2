package io.machinenative.axiom.plugins.aes;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.api.Constraint;
import io.machinenative.axiom.api.Description;
import io.machinenative.axiom.api.Operation;
import io.machinenative.axiom.api.OperationContext;
import io.machinenative.axiom.plugins.files.ByteChannels;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.List;

/** What the plugin offers to pipelines. Any thread. */
final class AesOperations {
  private final AesResources resources;

  @Description("With what to seal or open.")
  record Parameters(
      @Description("Name of a configured secret instead of the key ring.")
          @Constraint(optional = true)
          String secret,
      @Description("Is authenticated and not stored: the same to seal and to open.")
          @Constraint(optional = true, defaultValue = "\"\"")
          String associatedData) {}

  private AesOperations(AesResources resources) {
    this.resources = resources;
  }

  static List<Operation> all(AesResources resources) {
    AesOperations operations = new AesOperations(resources);
    return List.of(
        Operation.named("aes.seal")
            .description("Encrypts into a container, under the key ring's key or a secret's.")
            .filter(Parameters.class, operations::seal),
        Operation.named("aes.open")
            .description("Decrypts a container; passes on what is genuine, chunk by chunk.")
            .filter(Parameters.class, operations::open),
        Operation.named("aes.verify")
            .description("Checks every tag of a container, and keeps nothing.")
            .sink(Parameters.class, operations::verify));
  }

  private Audit audit(String operation, OperationContext context) {
    return new Audit(
        resources.vault(), operation, "pipeline " + context.runId() + " stage " + context.stage());
  }

  private Lanes lanes(OperationContext context) {
    int threads = Math.clamp(context.parallelism(), 1, resources.threadsMax());
    return new Lanes(resources.memory(), resources.threads(), threads);
  }

  private void seal(
      Parameters asked, ReadableByteChannel in, WritableByteChannel out, OperationContext context)
      throws IOException {
    Audit audit = audit("encrypt", context);
    try (KeyAccess keys = resources.keys(null, asked.secret);
        Lanes lanes = lanes(context)) {
      ContainerSealer.Sealed sealed =
          new ContainerSealer(lanes, resources.random())
              .seal(
                  keys,
                  asked.associatedData.getBytes(UTF_8),
                  ContainerSealer.DEFAULT_CHUNK_LOG,
                  in,
                  out,
                  (read, written) -> context.checkCancelled());
      audit.done("stream", sealed.keyId(), sealed.plaintextBytes());
      context.result("keyId", sealed.keyId());
    } catch (IOException e) {
      audit.failed("stream", String.valueOf(e.getMessage()));
      throw e;
    }
  }

  private void open(
      Parameters asked, ReadableByteChannel in, WritableByteChannel out, OperationContext context)
      throws IOException {
    read("decrypt", asked, in, out, context);
  }

  private void verify(
      Parameters asked, ReadableByteChannel in, WritableByteChannel out, OperationContext context)
      throws IOException {
    read("verify", asked, in, ByteChannels.nowhere(), context);
  }

  private void read(
      String operation,
      Parameters asked,
      ReadableByteChannel in,
      WritableByteChannel out,
      OperationContext context)
      throws IOException {
    Audit audit = audit(operation, context);
    try (KeyAccess keys = resources.keys(null, asked.secret);
        Lanes lanes = lanes(context)) {
      ContainerOpener.Opened opened =
          new ContainerOpener(lanes)
              .open(
                  keys,
                  asked.associatedData.getBytes(UTF_8),
                  in,
                  out,
                  (read, written) -> context.checkCancelled());
      audit.done("stream", opened.keyId(), opened.plaintextBytes());
      context.result("keyId", opened.keyId());
    } catch (IOException e) {
      audit.failed("stream", String.valueOf(e.getMessage()));
      throw e;
    }
  }
}
