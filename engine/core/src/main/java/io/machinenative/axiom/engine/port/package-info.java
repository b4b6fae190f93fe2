/** Questions that stages ask and somebody above them answers. */
package io.machinenative.axiom.engine.port;
