import io.machinenative.axiom.client.AxiomClient;
import io.machinenative.axiom.client.RegistryClient;
import io.machinenative.axiom.client.RegistryWatch;
import io.machinenative.axiom.client.WatchEvent;
import io.machinenative.axiom.client.WatchOptions;
import io.machinenative.axiom.engine.Engine;
import io.machinenative.axiom.engine.RegistryOptions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

final String key = "service/billing-invoice-service-v2@2.1.0/10.0.0.7:7400";

Map<String, Object> invoices() {
  return Map.of(
      "kind", "service",
      "name", "billing-invoice-service-v2",
      "version", "2.1.0",
      "instance", "10.0.0.7:7400",
      "category", "billing",
      "endpoints", List.of(Map.of("uri", "tcp://10.0.0.7:7400")),
      "leaseMs", 30_000);
}

void main() throws InterruptedException {
  try (Engine engine =
          Engine.builder().listen("tcp://127.0.0.1:0").registry(RegistryOptions.DEFAULTS).start();
      AxiomClient client = AxiomClient.builder().at(engine.addresses().getFirst()).connect()) {
    RegistryClient registry = new RegistryClient(client);
    WatchOptions services = WatchOptions.NOW.only(Optional.of("service"), "billing-");
    try (RegistryWatch watch = registry.watch(services)) {
      while (watch.feedId().isEmpty()) { // until the server has said from where on it tells
        watch.next(TimeUnit.MILLISECONDS.toNanos(10));
      }
      // only if there is none; later only if nobody changed it in between
      Map<String, Object> done = registry.register(invoices(), false);
      Optional<Long> revision = Optional.of(RegistryClient.number(done, "revision"));
      registry.update(key, revision, Map.of("health", "degraded"));
      Map<String, Object> late = registry.update(key, revision, Map.of("health", "healthy"));
      IO.println(late.get("reason") + ": " + late.get("message"));

      IO.println(registry.heartbeat(List.of(key)));
      Map<String, Object> page =
          registry.query(Map.of("category", "billing", "versions", "^2.0", "limit", 10));
      IO.println(page.get("total") + " found");
      registry.deregister(key, Optional.empty());

      for (int i = 0; i < 3; i++) {
        WatchEvent event = watch.next(TimeUnit.SECONDS.toNanos(10)).orElseThrow();
        if (event instanceof WatchEvent.Changed changed) {
          IO.println(changed.type() + " " + changed.key());
        }
      }
    }
  }
}
