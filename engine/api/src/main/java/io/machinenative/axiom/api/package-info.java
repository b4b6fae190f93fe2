/**
 * What a plugin author or an embedder compiles against.
 *
 * <p>A {@link io.machinenative.axiom.api.Plugin} delivers {@link io.machinenative.axiom.api.Tool}s.
 * A tool has one face or more: a {@link io.machinenative.axiom.api.RawHandler} works on bytes and
 * allocates nothing, a {@link io.machinenative.axiom.api.TypedHandler} works on records, from which
 * its JSON Schemas are derived. Both see the call they serve as a {@link
 * io.machinenative.axiom.api.CallContext}.
 *
 * <p>Beside tools a plugin may offer {@link io.machinenative.axiom.api.Operation}s, steps over a
 * stream of bytes that pipelines connect.
 */
package io.machinenative.axiom.api;
