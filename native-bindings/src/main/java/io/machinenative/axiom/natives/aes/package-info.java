/**
 * AES-256-GCM (NIST SP 800-38D) for memory outside the heap, by the fastest engine that the machine
 * has.
 *
 * <pre>
 *   AesGcm ── chooses once: IPSEC_MB (the CPU's variant), LIBCRYPTO, JCE; each self-tested
 *      │ newContext()
 *      ▼
 *   GcmContext ── one thread's: seal and open, from segment to segment or in place
 *      │                 ▲
 *      │                 └── AesKey: 32 bytes and what engines expand them to, locked and wiped
 *      ▼
 *   MessageCipher ── whole messages: key id, nonce, ciphertext, tag
 *                        ▲          ▲
 *      KeyRing ──────────┘          └── NonceSequence: numbers that are never used twice
 *
 *   StreamSealer, StreamOpener ── files and pipes of any size, in segments
 * </pre>
 *
 * <p>A failed tag is a value, for anybody may send one; misuse is an exception. Nothing that a tag
 * does not vouch for is ever left in the caller's memory.
 */
package io.machinenative.axiom.natives.aes;
