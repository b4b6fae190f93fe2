package io.machinenative.axiom.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.engine.counters.EngineCounter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * A hundred thousand random operations; every answer belongs to one request, and every request has
 * its answer.
 */
class ModelTest {
  private static final int OPERATIONS = 100_000;
  private static final int CANARY_OPERATIONS = 3_000;

  @Test
  void everyRequestIsAnsweredOnce() {
    Model model = new Model(Seeds.of(this), UnaryOperator.identity());
    model.run(OPERATIONS);
    System.out.println(
        "ModelTest: "
            + model.answers()
            + " answers in "
            + model.sessions()
            + " sessions, "
            + model.plane().counters.values());
    assertTrue(model.answers() > OPERATIONS / 4, "only " + model.answers() + " answers");
    long faults = model.plane().count(EngineCounter.TOOL_FAULTS);
    assertEquals(faults, model.plane().count(EngineCounter.ERRORS), "only tools threw");
  }

  @Test
  void noticesALostAnswer() {
    Canary lost = new Canary(message -> List.of());
    assertThrows(AssertionError.class, () -> new Model(7, lost).run(CANARY_OPERATIONS));
    assertTrue(lost.sang);
  }

  @Test
  void noticesADoubledAnswer() {
    Canary doubled = new Canary(message -> List.of(message, message));
    assertThrows(AssertionError.class, () -> new Model(7, doubled).run(CANARY_OPERATIONS));
    assertTrue(doubled.sang);
  }

  @Test
  void doesNotCryWithoutACause() {
    new Model(7, UnaryOperator.identity()).run(CANARY_OPERATIONS);
  }

  /** Does something to every fiftieth Result on its way to the twins. */
  private static final class Canary implements UnaryOperator<List<ServerMessage>> {
    private final Function<ServerMessage, List<ServerMessage>> fault;
    private int results;
    boolean sang;

    Canary(Function<ServerMessage, List<ServerMessage>> fault) {
      this.fault = fault;
    }

    @Override
    public List<ServerMessage> apply(List<ServerMessage> messages) {
      List<ServerMessage> passed = new ArrayList<>();
      for (ServerMessage message : messages) {
        if (message instanceof ServerMessage.Result && ++results % 50 == 0) {
          sang = true;
          passed.addAll(fault.apply(message));
        } else {
          passed.add(message);
        }
      }
      return passed;
    }
  }
}
