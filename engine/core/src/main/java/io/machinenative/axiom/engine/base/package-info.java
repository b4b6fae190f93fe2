/**
 * Where threads, clocks and idling come from; everything else gets them through its constructor.
 */
package io.machinenative.axiom.engine.base;
