package io.machinenative.axiom.plugins.aes;

import io.machinenative.axiom.api.CallContext;
import io.machinenative.axiom.api.Constraint;
import io.machinenative.axiom.api.Description;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.api.TypedHandler;
import io.machinenative.axiom.natives.aes.KeyFile;
import io.machinenative.axiom.plugins.files.ExplainedErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** The tools for keys and for the audit log. Any thread. */
final class KeyTools {
  private final AesResources resources;

  @Description("Where the key goes.")
  record GenerateRequest(
      @Description("The key file to make; none is ever overwritten.") @Constraint(minLength = 1)
          String target) {}

  @Description("The key that was made.")
  record GenerateReply(
      @Description("The file, for its owner alone. Keep a copy of it.") String target,
      @Description("Id of the key, which tells nothing of it.") String keyId) {}

  @Description("Nothing is asked.")
  record NoRequest() {}

  @Description("From which key to which.")
  record RotateReply(
      @Description("Id of the key that opens from now on.") String former,
      @Description("Id of the key that seals from now on.") String primary) {}

  @Description("A key of the ring.")
  record Key(
      @Description("Its id, in 16 hexadecimal digits.") String id,
      @Description("What it is for.") KeyState state,
      @Description("When it was made, ISO 8601.") String created,
      @Description("When it sealed first, ISO 8601; empty for never.") String firstUsed,
      @Description("When it got its state, ISO 8601.") String changed,
      @Description("Files and payloads that it may have sealed; counted ahead.") long messages,
      @Description("Bytes that it may have sealed; counted ahead.") long bytes) {}

  @Description("The keys of the ring.")
  record KeysReply(
      @Description("All keys, the oldest first.") List<Key> keys,
      @Description("Whether there is no room for another one.") boolean full) {}

  @Description("Which key.")
  record DestroyRequest(
      @Description("Id of a decrypt-only key. What it has sealed stays sealed forever.")
          @Constraint(pattern = "^[0-9a-f]{16}$")
          String keyId) {}

  @Description("The key is gone.")
  record DestroyReply(@Description("Its id.") String keyId) {}

  @Description("What to look for beside the chain.")
  record AuditRequest(
      @Description("Chain value of a line that was noted elsewhere, and must be there still.")
          @Constraint(optional = true, defaultValue = "\"\"", pattern = "^([0-9a-f]{64})?$")
          String anchor) {}

  @Description("Whether the audit log is whole.")
  record AuditReply(
      @Description("Whether every line follows the one before, and none is missing.")
          boolean intact,
      @Description("Lines that are good, from the first on.") long lines,
      @Description("Chain value of the last good line: note it elsewhere, and ask for it later.")
          String chain,
      @Description("What is wrong with the next line; empty when nothing is.") String fault,
      @Description("The log.") String file) {}

  private KeyTools(AesResources resources) {
    this.resources = resources;
  }

  static List<Tool> all(AesResources resources) {
    KeyTools tools = new KeyTools(resources);
    return List.of(
        Tool.named("aes.generate-key")
            .title("Generate a key file")
            .description(
                "Makes a file with a new random key for its owner alone, as the command line's"
                    + " axiom aes keygen does. Never overwrites one.")
            .blocking()
            .typed(GenerateRequest.class, GenerateReply.class, explained(tools::generate))
            .build(),
        Tool.named("aes.rotate-key")
            .title("Rotate the key")
            .description(
                "Makes a new key that seals from now on; the former one still opens what it has"
                    + " sealed. Happens by itself after a day, a tebibyte or 2^32 messages.")
            .blocking()
            .typed(NoRequest.class, RotateReply.class, explained(tools::rotate))
            .build(),
        Tool.named("aes.keys")
            .title("List keys")
            .description(
                "Lists the keys of the ring with their states, ages and use. The keys themselves"
                    + " are never told.")
            .blocking()
            .readOnly()
            .typed(NoRequest.class, KeysReply.class, explained(tools::keys))
            .build(),
        Tool.named("aes.destroy-key")
            .title("Destroy a key")
            .description(
                "Destroys a decrypt-only key of the ring: nobody opens what it has sealed any more,"
                    + " in no file and no backup. Re-encrypt before what is still needed.")
            .blocking()
            .destructive()
            .typed(DestroyRequest.class, DestroyReply.class, explained(tools::destroy))
            .build(),
        Tool.named("aes.audit")
            .title("Verify the audit log")
            .description(
                "Reads the whole audit log and follows its chain: tells whether a line was changed,"
                    + " added, moved or removed, and which one.")
            .blocking()
            .readOnly()
            .typed(AuditRequest.class, AuditReply.class, explained(tools::audit))
            .build());
  }

  private static <I extends Record, O extends Record> TypedHandler<I, O> explained(
      TypedHandler<I, O> handler) {
    return new ExplainedErrors<>(handler);
  }

  private GenerateReply generate(GenerateRequest request, CallContext call) throws IOException {
    Path target = resources.roots().writable(request.target());
    Files.createDirectories(target.getParent());
    KeyFile.create(target, resources.random());
    try (KeyFileAccess keys = KeyFileAccess.read(target)) {
      resources.audit("generate-key", call).done(target.toString(), keys.keyId(), 0);
      return new GenerateReply(target.toString(), keys.keyId());
    }
  }

  private RotateReply rotate(NoRequest request, CallContext call) throws IOException {
    try {
      StoredKeyRing.Rotated rotated = resources.vault().ring().rotate("asked");
      String from = KeyIds.text(rotated.fromId());
      String to = KeyIds.text(rotated.toId());
      resources.audit("rotate-key", call).done("key " + from, to, 0);
      return new RotateReply(from, to);
    } catch (IllegalStateException e) {
      throw ToolException.error(e.getMessage());
    }
  }

  private KeysReply keys(NoRequest request, CallContext call) throws IOException {
    StoredKeyRing ring = resources.vault().ring();
    List<Key> keys =
        ring.content().keys().stream()
            .map(key ->
                new Key(
                    KeyIds.text(key.id()),
                    key.state(),
                    Instant.ofEpochMilli(key.createdMs()).toString(),
                    key.firstUsedMs() == 0
                        ? ""
                        : Instant.ofEpochMilli(key.firstUsedMs()).toString(),
                    Instant.ofEpochMilli(key.changedMs()).toString(),
                    key.messages(),
                    key.bytes()))
            .toList();
    return new KeysReply(keys, ring.isFull());
  }

  private DestroyReply destroy(DestroyRequest request, CallContext call) throws IOException {
    resources.vault().ring().destroy(KeyIds.parse(request.keyId()));
    resources.audit("destroy-key", call).done("key " + request.keyId(), request.keyId(), 0);
    return new DestroyReply(request.keyId());
  }

  private AuditReply audit(AuditRequest request, CallContext call) throws IOException {
    AuditLog log = resources.vault().audit();
    StoredKeyRing ring = resources.vault().ring();
    AuditCheck check =
        AuditCheck.of(log.file(), ring.content().auditKey(), log.known(), request.anchor());
    return new AuditReply(
        check.fault().isEmpty(),
        check.lines(),
        check.lastChain(),
        check.fault(),
        log.file().toString());
  }
}
