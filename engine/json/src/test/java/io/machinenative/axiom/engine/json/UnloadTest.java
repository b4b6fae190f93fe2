package io.machinenative.axiom.engine.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.codec.ContentType;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** A binding does not hold on to the class loader of its record once it is dropped. */
class UnloadTest {
  private static final long GIVE_UP_NS = TimeUnit.SECONDS.toNanos(20);

  /** Defines the samples anew, as a plugin's loader would. */
  private static final class SampleLoader extends ClassLoader {
    SampleLoader() {
      super(SampleLoader.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(Samples.class.getName())) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      if (loaded != null) {
        return loaded;
      }
      try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  @Test
  void letsClassesGo() throws Exception {
    WeakReference<ClassLoader> loader = bindAndDrop(Samples.Everything.class.getName());
    long deadlineNs = System.nanoTime() + GIVE_UP_NS;
    while (loader.get() != null && System.nanoTime() - deadlineNs < 0) {
      System.gc();
    }
    assertNull(loader.get(), "the class loader is still reachable");
  }

  @Test
  void keepsSchemasForTheNextClassesThatAreTheSame() throws Exception {
    RecordSchemas schemas = new RecordSchemas();
    String name = Samples.Everything.class.getName();
    SampleLoader loader = new SampleLoader();
    DerivedSchema first = derive(schemas, loader, name);
    DerivedSchema again = derive(schemas, new SampleLoader(), name);
    assertSame(first, again);
    assertNotSame(first, derive(schemas, loader, Samples.Point.class.getName()));
    WeakReference<ClassLoader> old = new WeakReference<>(loader);
    loader = null;
    long deadlineNs = System.nanoTime() + GIVE_UP_NS;
    while (old.get() != null && System.nanoTime() - deadlineNs < 0) {
      System.gc();
    }
    assertNull(old.get(), "what is kept holds on to the class loader");
    assertSame(first, derive(schemas, new SampleLoader(), name));
  }

  private static DerivedSchema derive(RecordSchemas schemas, ClassLoader loader, String name)
      throws ClassNotFoundException {
    Class<? extends Record> type = loader.loadClass(name).asSubclass(Record.class);
    DerivedSchema derived = schemas.of(type, JsonDialect.mapper(JsonDialect.MAX_DEPTH), true);
    assertTrue(derived.whole().check("[]".getBytes(UTF_8)).size() == 1);
    return derived;
  }

  private static WeakReference<ClassLoader> bindAndDrop(String name) throws Exception {
    SampleLoader loader = new SampleLoader();
    Class<? extends Record> type = loader.loadClass(name).asSubclass(Record.class);
    assertNotSame(Samples.Everything.class, type);
    use(type);
    return new WeakReference<>(loader);
  }

  private static <T extends Record> void use(Class<T> type) {
    RecordBinding<T> binding = RecordBinding.forInput(type);
    byte[] json =
        """
        {"text":"a","truth":true,"whole":3,"big":1,"fraction":1,"huge":1,"exact":1,"colour":"GREEN",
         "point":{"x":1,"y":2},"path":[],"counts":{},"any":null}\
        """
            .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    binding.toJson(binding.read(ContentType.JSON, new UnsafeBuffer(json), 0, json.length));
  }
}
