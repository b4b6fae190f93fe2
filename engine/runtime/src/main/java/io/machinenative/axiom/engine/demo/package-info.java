/**
 * The main job, shown: real files go through tools on every carrier, and every reply is checked.
 */
package io.machinenative.axiom.engine.demo;
