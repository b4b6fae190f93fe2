import java.lang.reflect.Method;
import java.net.URI;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import net.openhft.chronicle.values.ValueModel;

/**
 * Compiles the accessors of Chronicle Map's own state, which it would otherwise generate and
 * compile each time a JVM opens its first map: a second of every start. It looks for the class
 * before.
 *
 * <p>Arguments: the folder for the class.
 */
public final class GenerateValues {
  private static final String STATE = "net.openhft.chronicle.hash.VanillaGlobalMutableState";

  private GenerateValues() {}

  public static void main(String[] arguments) throws Exception {
    Class<?> state = Class.forName(STATE);
    String name = state.getSimpleName() + "$$Native";
    Method generate =
        Class.forName("net.openhft.chronicle.values.Generators")
            .getDeclaredMethod("generateNativeClass", ValueModel.class, String.class);
    generate.setAccessible(true);
    String code = (String) generate.invoke(null, ValueModel.acquire(state), name);
    compile(state.getPackageName() + "." + name, code, arguments[0]);
  }

  private static void compile(String name, String code, String folder) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> options =
        List.of(
            "-d", folder, "-proc:none", "-nowarn", "-cp", System.getProperty("java.class.path"));
    boolean compiled =
        compiler.getTask(null, null, null, options, null, List.of(new Source(name, code))).call();
    if (!compiled) {
      throw new IllegalStateException("expected that " + name + " compiles");
    }
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String code;

    Source(String name, String code) {
      super(URI.create("string:///" + name.replace('.', '/') + ".java"), Kind.SOURCE);
      this.code = code;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return code;
    }
  }
}
