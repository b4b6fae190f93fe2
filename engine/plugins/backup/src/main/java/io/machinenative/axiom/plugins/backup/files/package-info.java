/** Trees on the disk: what is there, in which order, and what is left out. Sees {@code tree}. */
package io.machinenative.axiom.plugins.backup.files;
