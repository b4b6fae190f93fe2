/** Whether the repository holds what it says. */
package io.machinenative.axiom.plugins.backup.verify;
