package io.machinenative.axiom.engine;

import io.machinenative.axiom.engine.cli.Main;
import io.machinenative.axiom.engine.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code axiom serve} as a process, ready when this is made. */
public final class ServedProcess implements AutoCloseable {
  private final ChildJvm child;
  private final Map<?, ?> ready;

  /** Starts it with more arguments, such as addresses to listen on. */
  public ServedProcess(List<String> arguments) {
    List<String> all = new ArrayList<>(List.of("serve", "--json"));
    all.addAll(arguments);
    child = ChildJvm.start(Main.class, all, true);
    ready = (Map<?, ?>) Json.read(child.line());
  }

  public ChildJvm child() {
    return child;
  }

  /** What it said when it was ready. */
  public Map<?, ?> ready() {
    return ready;
  }

  /** The addresses that it bound. */
  public List<String> addresses() {
    return ((List<?>) ready.get("addresses")).stream().map(Object::toString).toList();
  }

  @Override
  public void close() {
    child.close();
  }
}
