/**
 * Fourth stage: what a client asks is decided. Sessions open and close, calls find their tool and
 * go to where it runs, the catalogue answers, and timers end what takes too long.
 */
package io.machinenative.axiom.engine.dispatch;
