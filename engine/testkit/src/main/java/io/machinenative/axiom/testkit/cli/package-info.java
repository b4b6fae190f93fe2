/** The testkit on the command line. */
package io.machinenative.axiom.testkit.cli;
