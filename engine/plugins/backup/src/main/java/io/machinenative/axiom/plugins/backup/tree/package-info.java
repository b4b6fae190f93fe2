/** Trees: entries in order, as chunks. Sees {@code format} alone. */
package io.machinenative.axiom.plugins.backup.tree;
