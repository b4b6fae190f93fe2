/** Bringing files back: never outside the target, each whole or not at all. */
package io.machinenative.axiom.plugins.backup.restore;
