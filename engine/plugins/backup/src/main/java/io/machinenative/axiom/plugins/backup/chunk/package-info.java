/** Where content is cut into chunks. Sees {@code keys} alone. */
package io.machinenative.axiom.plugins.backup.chunk;
