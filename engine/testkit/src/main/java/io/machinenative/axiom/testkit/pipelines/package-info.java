/**
 * The ready pipelines over real trees, to a folder and to object storage, and back: {@link
 * io.machinenative.axiom.testkit.pipelines.ChainFuzzer}.
 */
package io.machinenative.axiom.testkit.pipelines;
