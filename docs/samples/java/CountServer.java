import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.engine.Engine;
import io.machinenative.axiom.engine.EngineBuilder;
import io.machinenative.axiom.plugins.core.CoreToolsPlugin;
import java.util.concurrent.CountDownLatch;

record Steps(int count) {}

record Done(int count) {}

void main(String[] addresses) throws InterruptedException {
  Tool count =
      Tool.named("demo.count")
          .description("Counts, slowly: ten steps a second.")
          .blocking()
          .typed(
              Steps.class,
              Done.class,
              (steps, call) -> {
                for (int i = 1; i <= steps.count(); i++) {
                  if (call.isCancelled()) {
                    throw ToolException.cancelled();
                  }
                  Thread.sleep(100);
                  call.progress(i, steps.count(), "");
                }
                return new Done(steps.count());
              })
          .build();
  EngineBuilder builder = Engine.builder().plugin(new CoreToolsPlugin()).tool(count);
  for (String address : addresses) {
    builder.listen(address);
  }
  Engine engine = builder.start();
  Runtime.getRuntime().addShutdownHook(new Thread(engine::close));
  IO.println("ready: " + engine.addresses());
  new CountDownLatch(1).await();
}
