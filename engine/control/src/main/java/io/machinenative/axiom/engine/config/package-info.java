/**
 * What an operator can set: one declaration per key, one reader, one reference page made from both.
 */
package io.machinenative.axiom.engine.config;
