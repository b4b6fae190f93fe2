package io.machinenative.axiom.engine.hosting;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.machinenative.axiom.api.RawInvocation;
import java.lang.reflect.Method;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class UnansweredCallTest {
  /** One that is not overridden answers for nobody: a caller without a name, no client to ask. */
  @Test
  void everythingThatACallSaysIsPassedOn() throws NoSuchMethodException {
    for (Method method : RawInvocation.class.getMethods()) {
      Method own = UnansweredCall.class.getMethod(method.getName(), method.getParameterTypes());
      assertEquals(
          UnansweredCall.class,
          own.getDeclaringClass(),
          () -> method.getName() + Arrays.toString(method.getParameterTypes()));
    }
  }
}
