package io.machinenative.axiom.natives.link;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The C function that a component of a record of {@code MethodHandle}s calls.
 *
 * <p>C types are written as the carrier that the handle takes: {@code int.class} for a 32-bit
 * integer, {@code long.class} for {@code size_t} and 64-bit integers, {@code MemorySegment.class}
 * for a pointer, {@code void.class} for no result.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Symbol {
  /** The function's name; <code>{variant}</code> stands for the variant that is linked. */
  String value();

  Class<?> returns();

  Class<?>[] takes() default {};

  /**
   * Whether the function returns at once, within some hundred nanoseconds and without a lock or a
   * system call. It is then called without telling the JVM that the thread has left Java, which
   * saves about 6 ns, and holds up safepoints for as long as it runs.
   */
  boolean returnsAtOnce() default false;

  /** Whether the library may lack it; the handle is then null. */
  boolean optional() default false;

  /** Whether {@code errno} is wanted: the handle then takes {@link Errno#newState} first. */
  boolean errno() default false;
}
