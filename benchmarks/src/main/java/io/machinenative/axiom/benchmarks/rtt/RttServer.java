package io.machinenative.axiom.benchmarks.rtt;

/** The serving half of a subject, open. */
public interface RttServer extends AutoCloseable {
  /** What {@link RttSubject#openClient} needs to find it: one line without line breaks. */
  String address();
}
