package io.machinenative.axiom.plugins.aes;

import io.machinenative.axiom.api.Operation;
import io.machinenative.axiom.api.Plugin;
import io.machinenative.axiom.api.PluginContext;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.natives.aes.KeyFile;
import io.machinenative.axiom.plugins.files.FileRoots;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import org.agrona.concurrent.NanoClock;

/** Delivers the tools and operations of aes. Its moments run one at a time, its tools anywhere. */
public final class AesPlugin implements Plugin {
  private static final int THREADS_MAX_DEFAULT = 8;

  private AesResources resources;
  private Vault vault;

  /** The manifest, for engines that are given the plugin as an object. */
  public static String manifest() {
    try (InputStream in = AesPlugin.class.getResourceAsStream("plugin.yaml")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String id() {
    return "aes";
  }

  @Override
  public String version() {
    return "1.0.0";
  }

  @Override
  public void initialize(PluginContext context) throws IOException {
    AesConfig config = context.configuration().as(AesConfig.class);
    SecureRandom random = new SecureRandom();
    ThreadFactory threads = context.threads();
    NamedSecrets secrets = new NamedSecrets(config, context::secret, random);
    Path folder = Files.createDirectories(context.dataFolder().resolve("keys"));
    InstantSource clock = context.clock();
    NanoClock nanoClock = context.nanoClock();
    Supplier<Lanes> lanes = () -> new Lanes(context.memory()::openArena, threads, 1);
    vault =
        new Vault(
            threads,
            () -> {
              KeyAccess master = secrets.of(master(config, folder, random));
              StoredKeyRing ring =
                  StoredKeyRing.open(
                      folder.resolve("ring"), master, lanes, config.rotation(), clock, random);
              AuditLog audit =
                  AuditLog.open(
                      folder.resolve("audit.jsonl"),
                      ring.content().auditKey(),
                      ring.content().audit(),
                      clock,
                      nanoClock);
              ring.markAudit(audit::durableMark);
              if (audit.lines() != ring.content().audit().lines()) {
                ring.checkpoint(); // the last end was not orderly, or had no time
              }
              return new Vault.Open(ring, audit);
            });
    resources =
        new AesResources(
            roots(config.roots(), context),
            context.memory()::openArena,
            threads,
            threads(config.threads()),
            nanoClock,
            random,
            vault,
            secrets);
  }

  /** A key file in the folder, when nothing else is configured. */
  private static SecretSpec master(AesConfig config, Path folder, SecureRandom random)
      throws IOException {
    if (config.master() != null) {
      return config.master();
    }
    Path file = folder.resolve("master.key");
    if (!Files.exists(file)) {
      if (Files.exists(folder.resolve("ring"))) {
        throw new IOException(
            file + ": expected the key that the ring is sealed under, actual no such file");
      }
      KeyFile.create(file, random);
    }
    return SecretSpec.ofKeyFile(file.toString());
  }

  private static FileRoots roots(List<String> named, PluginContext context) throws IOException {
    if (!named.isEmpty()) {
      return new FileRoots(named.stream().map(Path::of).toList());
    }
    return new FileRoots(List.of(Files.createDirectories(context.dataFolder().resolve("files"))));
  }

  private static int threads(int configured) {
    return configured == 0
        ? Math.min(THREADS_MAX_DEFAULT, Runtime.getRuntime().availableProcessors())
        : configured;
  }

  @Override
  public List<Tool> tools() {
    return tools(resources);
  }

  static List<Tool> tools(AesResources resources) {
    List<Tool> tools = new ArrayList<>();
    tools.add(EncryptTool.tool(resources));
    tools.add(DecryptTool.tool(resources));
    tools.add(VerifyTool.tool(resources));
    tools.add(ReencryptTool.tool(resources));
    tools.add(EncryptBytesTool.tool(resources));
    tools.add(DecryptBytesTool.tool(resources));
    tools.addAll(KeyTools.all(resources));
    return tools;
  }

  @Override
  public List<Operation> operations() {
    return AesOperations.all(resources);
  }

  @Override
  public void validate() throws IOException {
    if (vault.isSettled()) {
      vault.ring();
    }
  }

  @Override
  public void teardown() throws IOException {
    if (vault != null) {
      vault.close();
    }
  }
}
