/**
 * A snapshot as one stream of bytes, which needs no repository: blocks that prove one another, and
 * entries in them. Sees {@code format} and {@code tree}.
 */
package io.machinenative.axiom.plugins.backup.stream;
