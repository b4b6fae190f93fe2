package io.machinenative.axiom.engine.cli;

/** What a command ends with. 3 and 4 are the launcher's: no JDK or Maven, the build failed. */
public final class ExitCode {
  public static final int OK = 0;

  /**
   * The command ran and its answer is no: a call failed, a check found a fault, a reply was wrong.
   */
  public static final int FAILED = 1;

  /** The command line or the configuration is wrong. */
  public static final int USAGE = 2;

  /** There is no server at the address, or it does not let this client in. */
  public static final int NOT_CONNECTED = 5;

  private ExitCode() {}
}
