package io.machinenative.axiom.plugins.core;

import io.machinenative.axiom.api.EngineHealth;
import io.machinenative.axiom.api.EngineInfo;
import io.machinenative.axiom.api.EnginePhase;
import io.machinenative.axiom.api.PluginContext;
import io.machinenative.axiom.api.RawHandler;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.engine.json.ToolFaces;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;

/** The plugin as an engine would mount it. */
final class CoreTools {
  static final int MAX_REPLY_BYTES = 1 << 20;

  static final EngineInfo ENGINE = new TestEngine();

  private CoreTools() {}

  static List<Tool> all() {
    CoreToolsPlugin plugin = new CoreToolsPlugin();
    plugin.initialize(
        (PluginContext)
            Proxy.newProxyInstance(
                CoreTools.class.getClassLoader(),
                new Class<?>[] {PluginContext.class},
                (proxy, method, arguments) -> ENGINE)); // all that it asks for
    return plugin.tools();
  }

  static Tool named(String name) {
    return all().stream().filter(tool -> tool.name().equals(name)).findFirst().orElseThrow();
  }

  static RawHandler handler(String name, ContentType contentType) {
    return handler(named(name), contentType);
  }

  static RawHandler handler(Tool tool, ContentType contentType) {
    return ToolFaces.of(tool, MAX_REPLY_BYTES).handlers()[contentType.value()];
  }

  /** Fixed values. */
  private static final class TestEngine implements EngineInfo {
    @Override
    public String engineVersion() {
      return "1.2.3";
    }

    @Override
    public String serverName() {
      return "here";
    }

    @Override
    public long uptimeNs() {
      return 5_000_000_000L;
    }

    @Override
    public List<String> addresses() {
      return List.of("tcp://127.0.0.1:1", "inproc:here");
    }

    @Override
    public int sessions() {
      return 2;
    }

    @Override
    public int tools() {
      return 5;
    }

    @Override
    public long catalogueEpoch() {
      return 9;
    }

    @Override
    public EnginePhase phase() {
      return EnginePhase.READY;
    }

    @Override
    public EngineHealth health() {
      return new EngineHealth(true, true, List.of());
    }

    @Override
    public Map<String, Long> counters() {
      return Map.of("calls", 11L, "calls-now", 1L);
    }
  }
}
