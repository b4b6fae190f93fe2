/**
 * Tells what changed, in order and without gaps, to thousands of watchers that each keep no more
 * than a number.
 */
package io.machinenative.axiom.engine.registry.feed;
