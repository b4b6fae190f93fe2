/**
 * Finds native libraries and links their functions.
 *
 * <pre>
 *   Library ── candidates, oldest version, self-test
 *      │ link(record of Symbols)
 *      ▼
 *   Linked ── the record of method handles, or null
 *      └───── Availability: which file, which version, or why not; and what was tried before
 * </pre>
 *
 * <p>A library that is missing, built for another machine, too old or wrong is a value with a
 * reason, never a crash: whoever asked goes on with its next choice.
 */
package io.machinenative.axiom.natives.link;
