/** AES-256-GCM: Axiom's engines beside the JDK's cipher and OpenSSL's own benchmark. */
package io.machinenative.axiom.benchmarks.aes;
