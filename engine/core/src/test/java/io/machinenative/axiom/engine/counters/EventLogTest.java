package io.machinenative.axiom.engine.counters;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.machinenative.axiom.api.LogLevel;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class EventLogTest {
  private final AtomicLong nowMs = new AtomicLong(1000);
  private final EventLog log = new EventLog(nowMs::get);

  private static List<String> texts(EventLog.Page page) {
    return page.lines().stream().map(EventLog.Line::text).toList();
  }

  @Test
  void givesWhatIsNewAndSaysWhatWasMissed() {
    for (int i = 1; i <= EventLog.KEPT + 2; i++) {
      log.add(i % 2 == 0 ? LogLevel.WARNING : LogLevel.INFO, "test", "line " + i);
    }
    int last = EventLog.KEPT + 2;
    EventLog.Page page = log.after(0, LogLevel.DEBUG, 3);
    assertEquals(List.of("line " + (last - 2), "line " + (last - 1), "line " + last), texts(page));
    assertEquals(last, page.last());
    assertEquals(2, page.missed());
    assertEquals(List.of("line " + last), texts(log.after(last - 2, LogLevel.WARNING, 10)));
    assertEquals(0, log.after(2, LogLevel.DEBUG, 1).missed());
    assertEquals(List.of(), texts(log.after(last, LogLevel.DEBUG, 10)));
  }

  @Test
  void saysTheSameOnceInAWhile() {
    log.addRarely(LogLevel.ERROR, "test", "broken");
    nowMs.addAndGet(EventLog.REPEAT_MS - 1);
    log.addRarely(LogLevel.ERROR, "test", "broken");
    assertEquals(List.of("broken"), texts(log.after(0, LogLevel.DEBUG, 10)));
    nowMs.addAndGet(1);
    log.addRarely(LogLevel.ERROR, "test", "broken");
    assertEquals(2, log.after(0, LogLevel.DEBUG, 10).last());
  }
}
