/**
 * Says what is wrong with a record, for programs and for people: a code, where, how grave, what was
 * expected and what is there.
 *
 * <pre>
 *  JSON ─▶ structure ─▶ schema ─┐
 *                               ├─▶ semantics ─▶ security ─▶ limits ─▶ findings
 *  Registration ────────────────┘
 * </pre>
 *
 * <p>Any thread; allocates.
 */
package io.machinenative.axiom.engine.registry.validation;
