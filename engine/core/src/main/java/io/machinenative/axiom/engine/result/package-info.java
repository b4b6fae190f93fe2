/** Last stage: outcomes become messages, and wait in order when the carrier does not take them. */
package io.machinenative.axiom.engine.result;
