/**
 * Who has not been heard of for how long, and what to believe of that: leases, a brake for when too
 * many fall silent at once, and damping for those that come and go.
 *
 * <p>One thread, the conductor's; time comes as a parameter, in nanoseconds of a clock that does
 * not jump. Should it jump, backwards is taken as standing still, and forwards ends in the brake.
 */
package io.machinenative.axiom.engine.registry.lease;
