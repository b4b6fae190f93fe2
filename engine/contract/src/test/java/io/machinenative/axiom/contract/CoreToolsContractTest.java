package io.machinenative.axiom.contract;

import com.jayway.jsonpath.JsonPath;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.plugins.core.CoreToolsPlugin;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import net.minidev.asm.BeansAccess;
import net.minidev.json.JSONValue;
import org.objectweb.asm.ClassVisitor;
import org.slf4j.LoggerFactory;

/** The built-in tools, packed as a jar, keep the contract that other plugins are held to. */
class CoreToolsContractTest extends PluginContract {
  @Override
  protected Path plugin() {
    return codeOf(CoreToolsPlugin.class);
  }

  @Override
  protected List<Path> libraries() {
    return List.of(
        codeOf(JsonPath.class),
        codeOf(JSONValue.class),
        codeOf(BeansAccess.class),
        codeOf(ClassVisitor.class),
        codeOf(LoggerFactory.class));
  }

  @Override
  protected Set<String> withoutSchema() {
    return Set.of("core.echo");
  }

  @Override
  protected Examples examples() {
    return new Examples()
        .answers("core.echo", "{\"a\":[1]}", "{\"a\":[1]}")
        .answers("core.echo", new byte[] {1, 2, 3}, new byte[] {1, 2, 3})
        .answersLike("core.hash", "{\"text\":\"hello\"}", reply -> reply.contains("2cf24dba5fb0a3"))
        .answersLike("core.info", "{}", reply -> reply.contains("\"engineVersion\""))
        .answersLike("core.sleep", "{\"millis\":1}", reply -> reply.startsWith("{"))
        .answersLike(
            "core.json-query",
            "{\"path\":\"$.a[1]\",\"document\":{\"a\":[7,8]}}",
            reply -> reply.contains("8"))
        .refuses("core.sleep", "{\"millis\":-1}", Status.INVALID_ARGUMENT);
  }
}
