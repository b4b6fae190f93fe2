package io.machinenative.axiom.engine.doctor;

import java.util.List;

/** Which JDK runs this. */
final class JdkCheck implements Check {
  private static final String NAME = "JDK";
  private static final int TESTED = 25;

  @Override
  public List<Finding> look() {
    Runtime.Version version = Runtime.version();
    return List.of(judge(version.feature(), version + ", " + System.getProperty("java.vendor")));
  }

  static Finding judge(int feature, String found) {
    return feature == TESTED
        ? Finding.ok(NAME, found)
        : Finding.advice(
            NAME,
            found,
            "Axiom is built and tested on JDK "
                + TESTED
                + ": set JAVA_HOME to one, or run ./axiom"
                + " test on this one");
  }
}
