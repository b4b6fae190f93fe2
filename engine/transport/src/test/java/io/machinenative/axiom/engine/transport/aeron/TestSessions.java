package io.machinenative.axiom.engine.transport.aeron;

import io.machinenative.axiom.engine.pipeline.Session;

/** The one place where these tests make sessions; carriers never look into them. */
final class TestSessions {
  private TestSessions() {}

  static Session create() {
    return new Session();
  }
}
