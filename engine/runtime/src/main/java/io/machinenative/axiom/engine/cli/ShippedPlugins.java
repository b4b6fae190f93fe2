package io.machinenative.axiom.engine.cli;

import io.machinenative.axiom.engine.EngineBuilder;
import io.machinenative.axiom.plugins.aes.AesPlugin;
import io.machinenative.axiom.plugins.backup.BackupPlugin;
import io.machinenative.axiom.plugins.s3.S3Plugin;
import io.machinenative.axiom.plugins.zstd.ZstdPlugin;

/** The plugins that come with Axiom and keep data, beside the core tools. Stateless. */
final class ShippedPlugins {
  private ShippedPlugins() {}

  /** Adds all of them, with their manifests. */
  static void addTo(EngineBuilder builder) {
    builder
        .plugin(new ZstdPlugin(), ZstdPlugin.manifest())
        .plugin(new AesPlugin(), AesPlugin.manifest())
        .plugin(new S3Plugin(), S3Plugin.manifest())
        .plugin(new BackupPlugin(), BackupPlugin.manifest());
  }
}
