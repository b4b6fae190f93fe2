/**
 * Hosts plugins: brings them up in the order in which they need one another, puts versions in the
 * place of others while calls go on, watches over those that serve, and takes them down.
 *
 * <p>Changes run one after the other on a thread of the host; which versions serve is the
 * conductor's to say.
 */
package io.machinenative.axiom.engine.hosting;
