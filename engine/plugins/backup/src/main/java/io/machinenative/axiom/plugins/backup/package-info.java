/**
 * The backup plugin: snapshots of directory trees in a repository. Its rooms, from the ground:
 * {@code format}, {@code keys}, {@code storage}, {@code chunk}, {@code tree}, {@code files}; {@code
 * pack}; {@code index}; {@code repository}, {@code reach}; {@code create}, {@code restore}, {@code
 * verify}, {@code prune}; and here the tools, which lend these to callers.
 */
package io.machinenative.axiom.plugins.backup;
