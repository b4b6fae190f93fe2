package io.machinenative.axiom.contract.faulty;

/** What is wrong with a {@link FaultyPlugin}, and what the contract says of it. */
public enum Fault {
  NONE("", ""),
  LYING_MANIFEST("theManifestIsWhatTheCodeIs", "faulty.absent"),
  SLOW_START("startsAndEndsInTime", "loading, initialize and validate: expected at most 100 ms"),
  SLOW_END("startsAndEndsInTime", "teardown: expected at most 50 ms"),
  MEMORY_LEAK("givesEverythingBack", "bytes of memory"),
  THREAD_LEAK("givesEverythingBack", "thread"),
  OWN_THREAD("givesEverythingBack", FaultyPlugin.OWN_THREAD),
  NO_DESCRIPTION("describesItsTools", "faulty.hello has no description"),
  NO_SCHEMA("describesItsTools", "faulty.hello has no schema of its input"),
  WRONG_ANSWER("answersItsExamples", "got {\"text\":\"Good day!\"}"),
  UNGUARDED("refusesWhatIsNoInput", "faulty.hello fails with"),
  FORGETFUL("servesManyAtOnce", "a call failed"),
  ALONE("isSwappedUnderLoadWithoutAFailedCall", "FileAlreadyExistsException"),
  HELD("isCollectedWhenItIsGone", "its class loader is still reachable");

  private final String method;
  private final String words;

  Fault(String method, String words) {
    this.method = method;
    this.words = words;
  }

  /** The test of the contract that finds it. */
  public String method() {
    return method;
  }

  /** What the failure says among other things. */
  public String words() {
    return words;
  }
}
