package io.machinenative.axiom.engine;

import io.machinenative.axiom.api.Plugin;
import io.machinenative.axiom.engine.control.Catalogue;
import io.machinenative.axiom.engine.control.Conductor;
import io.machinenative.axiom.engine.control.RegistryService;
import io.machinenative.axiom.engine.control.RegistryTools;
import io.machinenative.axiom.engine.control.ToolRecords;
import io.machinenative.axiom.engine.control.Visibility;
import io.machinenative.axiom.engine.control.wire.RegistryInlet;
import io.machinenative.axiom.engine.hosting.PluginHost;
import io.machinenative.axiom.engine.hosting.PluginRecords;
import io.machinenative.axiom.engine.pipeline.BufferPool;
import io.machinenative.axiom.engine.pipeline.RegistryGate;
import io.machinenative.axiom.engine.registry.HeapRecordStore;
import io.machinenative.axiom.engine.registry.RecordStore;
import io.machinenative.axiom.engine.registry.RecordStore.Durability;
import io.machinenative.axiom.engine.registry.Registry;
import io.machinenative.axiom.engine.registry.RegistryConfig;
import io.machinenative.axiom.engine.registry.feed.StoreLineage;
import io.machinenative.axiom.engine.registry.metadata.MetadataCatalogue;
import io.machinenative.axiom.engine.registry.validation.ContentLimits;
import io.machinenative.axiom.engine.registry.validation.Mode;
import io.machinenative.axiom.engine.registry.validation.RecordValidator;
import io.machinenative.axiom.engine.store.DurableStore;
import io.machinenative.axiom.engine.store.StoreOptions;
import io.machinenative.axiom.engine.store.StoreSize;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemEpochClock;

/**
 * The registry and what it is kept in. Opened before anything else and closed last, when no thread
 * uses it any more.
 */
final class KeptRegistry implements AutoCloseable {
  private final RegistryOptions options;
  private final RecordStore store;
  private Optional<Registry> registry = Optional.empty();

  private KeptRegistry(RegistryOptions options, RecordStore store) {
    this.options = options;
    this.store = store;
  }

  /**
   * Opens the store.
   *
   * @param notes is told what it found, in words
   */
  static KeptRegistry open(
      RegistryOptions options, Optional<Path> dataDirectory, List<String> notes) {
    return new KeptRegistry(options, openStore(options, dataDirectory, notes));
  }

  private static RecordStore openStore(
      RegistryOptions options, Optional<Path> dataDirectory, List<String> notes) {
    StoreSize size = options.storeSize();
    if (dataDirectory.isEmpty()) {
      return new HeapRecordStore(
          size.records(), size.payloadBytes(), StoreLineage.began(UUID.randomUUID()));
    }
    DurableStore store =
        DurableStore.open(
            new StoreOptions(
                dataDirectory.get().resolve("registry"),
                options.sync() ? Durability.POWER : Durability.PROCESS,
                size,
                StoreOptions.DEFAULT_SEGMENT_BYTES,
                UUID::randomUUID));
    notes.addAll(store.report().notes());
    return store;
  }

  /**
   * A registry that is served.
   *
   * @param tools for agents
   * @param gate for sessions
   * @param complaints records that cannot be read, a journal that cannot be made shorter; any
   *     thread
   */
  record Served(Plugin tools, RegistryGate gate, Supplier<List<String>> complaints) {}

  /** Opens the registry, with a record of every plugin and tool. Once. */
  Served serve(
      String serverName,
      Catalogue catalogue,
      Conductor conductor,
      PluginHost plugins,
      Visibility visibility,
      BufferPool pool,
      NanoClock clock,
      ErrorHandler errors) {
    Registry opened =
        new Registry(
            store,
            config(options),
            new RecordValidator(
                Mode.LENIENT, ContentLimits.DEFAULTS, MetadataCatalogue.standard().build()),
            SystemEpochClock.INSTANCE,
            clock,
            Optional.of(AgentThreads::daemon));
    registry = Optional.of(opened);
    ToolRecords records = new ToolRecords(opened, serverName, errors);
    records.start();
    catalogue.listener(records);
    PluginRecords pluginRecords = new PluginRecords(opened, conductor, serverName, errors);
    pluginRecords.start();
    plugins.listen(pluginRecords);
    return new Served(
        new RegistryTools(new RegistryService(opened, conductor), visibility, Version.current()),
        new RegistryInlet(opened, conductor, visibility, pool, errors),
        this::complaints);
  }

  private List<String> complaints() {
    List<String> complaints = new ArrayList<>();
    registry.orElseThrow().damage().forEach(each -> complaints.add(each.cause()));
    if (store instanceof DurableStore kept) {
      kept.compactionFailure()
          .ifPresent(cause -> complaints.add("the journal cannot be compacted: " + cause));
    }
    return complaints;
  }

  private static RegistryConfig config(RegistryOptions options) {
    RegistryConfig defaults = RegistryConfig.DEFAULTS;
    return new RegistryConfig(
        options.records(),
        defaults.feedChanges(),
        defaults.feedBytes(),
        defaults.retentionNs(),
        defaults.brake(),
        defaults.damping());
  }

  @Override
  public void close() {
    try {
      registry.ifPresent(Registry::close);
    } finally {
      store.close();
    }
  }
}
