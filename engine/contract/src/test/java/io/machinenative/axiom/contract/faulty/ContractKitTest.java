package io.machinenative.axiom.contract.faulty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.contract.PluginContract;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** The contract fails for a plugin with a fault, in the test that the guide names, with words. */
class ContractKitTest {
  private static final List<String> METHODS =
      Arrays.stream(PluginContract.class.getDeclaredMethods())
          .filter(method -> method.isAnnotationPresent(Test.class))
          .map(Method::getName)
          .toList();

  private static final List<String> LONG =
      List.of("servesManyAtOnce", "isSwappedUnderLoadWithoutAFailedCall");

  @AfterAll
  static void endOwnThreads() {
    Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(FaultyPlugin.OWN_THREAD))
        .forEach(Thread::interrupt);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void aFaultIsFound(Fault fault) {
    TestExecutionSummary summary = run(fault, Stream.of(fault.method()));
    assertEquals(1, summary.getTestsFailedCount(), fault.method() + " did not fail");
    Throwable failure = summary.getFailures().getFirst().getException();
    assertTrue(failure instanceof AssertionError, () -> "no failure but an error: " + failure);
    assertTrue(
        failure.getMessage().contains(fault.words()),
        () -> "expected " + fault.words() + ", actual " + failure.getMessage());
  }

  /**
   * And the same plugin without a fault passes; the two that call for seconds prove nothing here.
   */
  @Test
  void aGoodPluginPasses() {
    List<String> quick = METHODS.stream().filter(method -> !LONG.contains(method)).toList();
    TestExecutionSummary summary = run(Fault.NONE, quick.stream());
    summary.getFailures().forEach(failure -> failure.getException().printStackTrace());
    assertEquals(quick.size(), summary.getTestsSucceededCount());
  }

  @Test
  void everyTestOfTheContractFindsAFault() {
    List<String> found = Arrays.stream(Fault.values()).map(Fault::method).toList();
    assertEquals(List.of(), METHODS.stream().filter(method -> !found.contains(method)).toList());
  }

  private static TestExecutionSummary run(Fault fault, Stream<String> methods) {
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    Class<?> type = test(fault);
    List<? extends DiscoverySelector> selected =
        methods.map(method -> DiscoverySelectors.selectMethod(type, method)).toList();
    LauncherFactory.create()
        .execute(LauncherDiscoveryRequestBuilder.request().selectors(selected).build(), listener);
    return listener.getSummary();
  }

  private static Class<? extends PluginContract> test(Fault fault) {
    return switch (fault) {
      case NONE -> None.class;
      case LYING_MANIFEST -> LyingManifest.class;
      case SLOW_START -> SlowStart.class;
      case SLOW_END -> SlowEnd.class;
      case MEMORY_LEAK -> MemoryLeak.class;
      case THREAD_LEAK -> ThreadLeak.class;
      case OWN_THREAD -> OwnThread.class;
      case NO_DESCRIPTION -> NoDescription.class;
      case NO_SCHEMA -> NoSchema.class;
      case WRONG_ANSWER -> WrongAnswer.class;
      case UNGUARDED -> Unguarded.class;
      case FORGETFUL -> Forgetful.class;
      case ALONE -> Alone.class;
      case HELD -> Held.class;
    };
  }

  static final class None extends FaultyContract {
    None() {
      super(Fault.NONE);
    }
  }

  static final class LyingManifest extends FaultyContract {
    LyingManifest() {
      super(Fault.LYING_MANIFEST);
    }
  }

  static final class SlowStart extends FaultyContract {
    SlowStart() {
      super(Fault.SLOW_START);
    }
  }

  static final class SlowEnd extends FaultyContract {
    SlowEnd() {
      super(Fault.SLOW_END);
    }
  }

  static final class MemoryLeak extends FaultyContract {
    MemoryLeak() {
      super(Fault.MEMORY_LEAK);
    }
  }

  static final class ThreadLeak extends FaultyContract {
    ThreadLeak() {
      super(Fault.THREAD_LEAK);
    }
  }

  static final class OwnThread extends FaultyContract {
    OwnThread() {
      super(Fault.OWN_THREAD);
    }
  }

  static final class NoDescription extends FaultyContract {
    NoDescription() {
      super(Fault.NO_DESCRIPTION);
    }
  }

  static final class NoSchema extends FaultyContract {
    NoSchema() {
      super(Fault.NO_SCHEMA);
    }
  }

  static final class WrongAnswer extends FaultyContract {
    WrongAnswer() {
      super(Fault.WRONG_ANSWER);
    }
  }

  static final class Unguarded extends FaultyContract {
    Unguarded() {
      super(Fault.UNGUARDED);
    }
  }

  static final class Forgetful extends FaultyContract {
    Forgetful() {
      super(Fault.FORGETFUL);
    }
  }

  static final class Alone extends FaultyContract {
    Alone() {
      super(Fault.ALONE);
    }
  }

  static final class Held extends FaultyContract {
    Held() {
      super(Fault.HELD);
    }
  }
}
