package io.machinenative.axiom.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Method;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ForwardingInvocationTest {
  /** One that is not overridden answers for nobody: a caller without a name, no client to ask. */
  @Test
  void everythingThatACallSaysIsPassedOn() throws NoSuchMethodException {
    for (Method method : RawInvocation.class.getMethods()) {
      Method own =
          ForwardingInvocation.class.getMethod(method.getName(), method.getParameterTypes());
      assertEquals(
          ForwardingInvocation.class,
          own.getDeclaringClass(),
          () -> method.getName() + Arrays.toString(method.getParameterTypes()));
    }
  }
}
