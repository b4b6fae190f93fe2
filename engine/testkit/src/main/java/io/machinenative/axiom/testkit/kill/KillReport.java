package io.machinenative.axiom.testkit.kill;

import java.util.Map;

/**
 * What a run did.
 *
 * @param seen by {@link Ordeal#seen()}
 */
public record KillReport(int kills, Map<String, Long> seen, double seconds) {}
